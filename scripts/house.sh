# Shared by ./run, ./test and ./zhice; sourced, never run. `root` is the repository.
# Works from any directory, on a fresh Debian 12 that has bash, coreutils, findutils, util-linux and the .NET SDK.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=1
# The collector takes its first budget from the size of the processor's cache, on a server often 100 MB; docs/performance.md says what this saves.
export DOTNET_GCgen0size=${DOTNET_GCgen0size:-0x1000000}
case "${LC_ALL:-${LANG:-}}" in zh*) chinese=yes ;; *) chinese= ;; esac

# say ZH EN: one line to the person at the terminal, in the language of LANG.
say() { if [ -n "$chinese" ]; then printf '%s\n' "$1" >&2; else printf '%s\n' "$2" >&2; fi; }

have() { command -v "$1" >/dev/null 2>&1; }

need_dotnet() {
  have dotnet && return
  say "缺少 .NET 10 SDK：https://dotnet.microsoft.com/download/dotnet/10.0" \
      "The .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0"
  exit 1
}

# install_missing PACKAGE…: through apt when root, asks nothing. Without root it returns 1 and the caller says what is lost.
install_missing() {
  [ $# -gt 0 ] || return 0
  have apt-get && [ "$(id -u)" = 0 ] || return 1
  say "正在用 apt 安装：$*" "Installing through apt: $*"
  mkdir -p "$root/var/log"
  if ! { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } \
      >"$root/var/log/apt.log" 2>&1 </dev/null; then
    tail -n 5 "$root/var/log/apt.log" >&2
    return 1
  fi
}

# The two script libraries (package-lock.json names them); pages work without them, so a failure is a remark.
ensure_scripts() {
  [ -f "$root/package-lock.json" ] || return 0
  cmp -s "$root/package-lock.json" "$root/node_modules/.installed" && return 0
  have npm || return 0
  mkdir -p "$root/var/log"
  if (cd "$root" && npm ci --no-audit --no-fund --ignore-scripts) >"$root/var/log/npm.log" 2>&1; then
    cp "$root/package-lock.json" "$root/node_modules/.installed"
  else
    say "npm ci 失败（见 var/log/npm.log）：页面可用，但没有局部刷新和图表。" \
        "npm ci failed (see var/log/npm.log): pages work, without partial updates and charts."
  fi
}

# Names, sizes and times of all that goes into the program. About 10 ms; a deleted or renamed file changes it too.
source_stamp() {
  (cd "$root" && { find src data Directory.Build.props Directory.Packages.props global.json package-lock.json node_modules/.installed \
      \( -name bin -o -name obj -o -path src/Zhice.Web/wwwroot/lib \) -prune -o -type f -printf '%p %s %T@\n' 2>/dev/null || true; } |
    LC_ALL=C sort | sha256sum | cut -c1-16)
}

# One compiler for all projects halves the time of a build; it goes when the build is done.
compiling() {
  local code=0
  "$@" -p:UseSharedCompilation=true 8>&- || code=$? # the server must not hold the lock of the build
  dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1 </dev/null || true
  return $code
}

# Publishes the program into var/build/<stamp> unless that is there, and sets `program`. A running server keeps its own
# folder while a newer one is built beside it; the last three are kept.
ensure_built() {
  local stamp; stamp=$(source_stamp)
  program="$root/var/build/$stamp/zhice"
  [ -x "$program" ] && return
  need_dotnet
  mkdir -p "$root/var/build" "$root/var/log"
  exec 8>"$root/var/build/.lock"; flock 8
  if [ ! -x "$program" ]; then
    say "正在编译（首次约一分钟）……" "Building (about a minute the first time) …"
    rm -rf "$root/var/build/next"
    if ! compiling dotnet publish "$root/src/Zhice.Cli" -c Release -o "$root/var/build/next" -v q -clp:ErrorsOnly \
        >"$root/var/log/build.log" 2>&1 </dev/null; then
      cat "$root/var/log/build.log" >&2
      exit 1
    fi
    # The build itself may write a lock file's time or npm's copies; what was read is what the stamp names.
    mv "$root/var/build/next" "$root/var/build/$stamp"
    (cd "$root/var/build" && ls -1dt -- */ | tail -n +4 | xargs -r rm -rf --)
  fi
  exec 8>&-
}
