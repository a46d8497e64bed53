// The draft of a report saves itself. What is typed is kept in this browser until the server has acknowledged it; one save is
// under way at a time, and one whose answer was lost is sent again as it was, which the server recognises. Without this script the form has a button.
const form = document.querySelector('form[data-draft]');
if (form && form.dataset.conflicted !== 'true') start(form);

function start(form) {
  const state = document.querySelector('[data-save-state]');
  const key = `zhice:${form.dataset.account}:${form.dataset.draft}`;
  const quiet = 2000;
  let sent = null; // what is under way, or was when the connection went
  let last = JSON.stringify(read());
  let timer = 0;
  let stopped = false;

  function read() {
    const data = new FormData(form);
    return {
      from: data.get('from'), to: data.get('to'), status: data.get('status'), result: data.get('result'),
      narrative: data.get('narrative'), commitments: data.getAll('commitment').map(Number),
    };
  }

  function write(content) {
    for (const name of ['from', 'to', 'status', 'result', 'narrative']) form.elements[name].value = content[name];
    for (const box of form.querySelectorAll('[name=commitment]')) box.checked = content.commitments.includes(Number(box.value));
  }

  function say(what, detail) {
    state.textContent = (state.dataset[what] || '').replace('{0}', detail || '');
    state.classList.toggle('bad', ['offline', 'full', 'conflict', 'refused', 'signedOut'].includes(what));
    state.dataset.now = what;
  }

  function keep() {
    try {
      localStorage.setItem(key, JSON.stringify({ version: form.elements.version.value, revision: form.elements.revision.value, content: read() }));
    } catch { /* A browser that keeps nothing still saves over the line. */ }
  }

  function forget() {
    try { localStorage.removeItem(key); } catch { /* as above */ }
  }

  function changed() {
    if (stopped || JSON.stringify(read()) === last && !sent) return;
    keep();
    if (!['offline', 'full'].includes(state.dataset.now)) say('unsaved');
    clearTimeout(timer);
    timer = setTimeout(save, quiet);
  }

  async function save() {
    if (stopped || save.busy) return;
    const content = sent ? sent.content : read();
    const text = JSON.stringify(content);
    if (!sent && text === last) return;
    sent = sent || { version: Number(form.elements.version.value), revision: Number(form.elements.revision.value), content };
    save.busy = true;
    say('saving');
    try {
      const answer = await fetch(form.dataset.draft, {
        method: 'POST', credentials: 'same-origin', redirect: 'manual',
        headers: { 'Content-Type': 'application/json', 'X-Form-Token': document.querySelector('meta[name=form-token]').content },
        body: JSON.stringify({ version: sent.version, revision: sent.revision, ...sent.content }),
      });
      const json = (answer.headers.get('Content-Type') || '').includes('json') ? await answer.json() : {};
      if (answer.ok && json.version !== undefined) {
        for (const field of document.querySelectorAll('[data-report-version]')) field.value = json.version;
        form.elements.version.value = json.version;
        form.elements.revision.value = json.revision;
        last = JSON.stringify(sent.content);
        sent = null;
        if (JSON.stringify(read()) === last) { forget(); say('saved', json.at); } else { keep(); timer = setTimeout(save, quiet); }
      } else if (answer.status === 409 && json.code === 'report.conflict') {
        stopped = true;
        keep();
        say('conflict');
      } else if (answer.status >= 500 || answer.status === 429) {
        later(answer.status === 507 ? 'full' : 'offline');
      } else if (!json.title) {
        // Not our answer but a door that closed: the session ended, or its form token did.
        sent = null;
        keep();
        say('signedOut');
      } else {
        sent = null;
        say('refused', json.title);
      }
    } catch {
      later();
    } finally {
      save.busy = false;
    }
  }

  function later(why = 'offline') {
    keep();
    say(why);
    clearTimeout(timer);
    timer = setTimeout(save, 10000);
  }

  form.addEventListener('input', changed);
  form.addEventListener('change', changed);
  window.addEventListener('online', save);
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') save(); });
  // Sent by hand: what was typed stays here until a page has shown that the server holds it.
  form.addEventListener('submit', () => { keep(); stopped = true; clearTimeout(timer); });

  // What an earlier visit could not save. It carries the version that it began from, so that a colleague's save meanwhile shows as a conflict.
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(key)); } catch { forget(); }
  if (kept && JSON.stringify(kept.content) !== last) {
    write(kept.content);
    form.elements.version.value = kept.version;
    form.elements.revision.value = kept.revision;
    say('restored');
    timer = setTimeout(save, 500);
  } else {
    forget();
  }
}
