#!/usr/bin/env bash
# Times the issue list of a Redmine of the size of our large demonstration (200,400 issues in one project of 60 categories), with the open loop of
# bench/Zhice.Bench. For comparison only: no part of ./test, and it changes the machine (Debian's packages redmine, redmine-sqlite, ruby).
# Run as root on a Debian that may be thrown away: bench/redmine.sh [ISSUES]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
issues=${1:-200400}
port=${PORT:-3391}

[ "$(id -u)" = 0 ] || { echo "Installing packages needs root." >&2; exit 2; }
apt-cache show redmine > /dev/null 2>&1 || { echo "This Debian offers no package redmine: nothing was measured." >&2; exit 3; }
export DEBIAN_FRONTEND=noninteractive
echo "redmine redmine/instances/default/dbconfig-install boolean true" | debconf-set-selections
echo "redmine redmine/instances/default/database-type select sqlite3" | debconf-set-selections
# Bundler of Debian 12's ruby3.1 takes a packaged gem without a folder of its own for one that is not installed: the folders are made, then the package is set up.
apt-get install -y --no-install-recommends redmine redmine-sqlite sqlite3 puma > /dev/null 2>&1 || {
  ruby -rfileutils -e 'Gem::Specification.each { |s| FileUtils.mkdir_p s.full_gem_path }'
  dpkg --configure -a > /dev/null
}
database=$(find /var/lib/dbconfig-common/sqlite3/redmine -name 'redmine_default' -print -quit)
[ -n "$database" ] || { echo "Redmine was installed without its database." >&2; exit 3; }

cd /usr/share/redmine
export RAILS_ENV=production X_DEBIAN_SITEID=default REDMINE_LANG=en
bundle exec rake redmine:load_default_data > /dev/null 2>&1 || true # said twice, it refuses

# One public project; issues spread over trackers, states, priorities and 60 categories, as our obligations are over 60 tasks.
sqlite3 "$database" <<SQL
BEGIN;
INSERT OR IGNORE INTO projects (id, name, identifier, is_public, status, lft, rgt, created_on, updated_on) VALUES (9001, 'Year', 'year', 1, 1, 90001, 90002, datetime('now'), datetime('now'));
INSERT INTO enabled_modules (project_id, name) SELECT 9001, 'issue_tracking' WHERE NOT EXISTS (SELECT 1 FROM enabled_modules WHERE project_id = 9001);
INSERT OR IGNORE INTO projects_trackers (project_id, tracker_id) SELECT 9001, id FROM trackers;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
INSERT INTO issue_categories (project_id, name) SELECT 9001, 'task ' || i FROM n WHERE NOT EXISTS (SELECT 1 FROM issue_categories WHERE project_id = 9001);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $issues)
INSERT INTO issues (tracker_id, project_id, subject, description, due_date, category_id, status_id, priority_id, author_id, lock_version, done_ratio, is_private, created_on, updated_on, start_date, lft, rgt, root_id)
SELECT (SELECT min(id) FROM trackers) + i % 3, 9001, 'obligation ' || i, 'what an office owes', date('now', (i % 300 - 100) || ' days'), (SELECT min(id) FROM issue_categories WHERE project_id = 9001) + i % 60,
  (SELECT min(id) FROM issue_statuses) + i % 3, (SELECT min(id) FROM enumerations WHERE type = 'IssuePriority') + i % 3, (SELECT min(id) FROM users WHERE type = 'User'), 0, 0, 0, datetime('now'), datetime('now'), date('now'), 1, 2, NULL
FROM n WHERE (SELECT count(*) FROM issues WHERE project_id = 9001) = 0;
UPDATE issues SET root_id = id WHERE root_id IS NULL;
COMMIT;
SQL
echo "$(sqlite3 "$database" 'SELECT count(*) FROM issues') issues, Redmine $(dpkg-query -W -f '${Version}' redmine), $(nproc) cores"

puma -e production -w "$(nproc)" -t 4:4 -b "tcp://127.0.0.1:$port" config.ru > /tmp/redmine-bench.log 2>&1 &
server=$!
trap 'kill "$server" 2> /dev/null || true' EXIT
for _ in $(seq 120); do
  curl -fsS -o /dev/null "http://127.0.0.1:$port/projects/year/issues" 2> /dev/null && break
  kill -0 "$server" 2> /dev/null || { cat /tmp/redmine-bench.log >&2; exit 1; }
  sleep 1
done
dotnet run -c Release --project "$root/bench/Zhice.Bench" -- loop "http://127.0.0.1:$port" "/projects/year/issues" "/projects/year/issues?page=40" "/projects/year/issues?set_filter=1&sort=due_date"
