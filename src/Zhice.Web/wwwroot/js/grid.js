// 报表: Enter and the arrows go from cell to cell, a column pasted from a spreadsheet fills the cells below, and the checks of the
// server are asked while typing. There is no rule in here: without this script the same checks come with the answer to the form.
const form = document.querySelector('form[data-grid]');
if (form) start(form);

function start(form) {
  const cells = [...form.querySelectorAll('input.cell')];
  const state = form.querySelector('[data-check-state]');
  const list = form.querySelector('[data-findings]');
  const key = `zhice:${form.dataset.account}:return/${form.dataset.grid}`;
  const version = form.querySelector('input[name=version]').value;
  const saved = texts();
  let timer = 0;
  let asked = 0;
  let sending = false;

  function go(from, step) {
    const next = cells[cells.indexOf(from) + step];
    if (next) { next.focus(); next.select(); }
  }

  function texts() {
    const all = {};
    for (const cell of cells) if (cell.name) all[cell.name.slice(2)] = cell.value;
    return all;
  }

  async function check() {
    const turn = ++asked;
    state.textContent = form.dataset.checking;
    try {
      const answer = await fetch('/api/v1/statistics/check', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Form-Token': document.querySelector('meta[name=form-token]').content },
        body: JSON.stringify({ return: Number(form.dataset.grid), texts: texts() }),
      });
      if (turn === asked && (answer.status === 401 || answer.status === 403 || answer.status === 404)) { state.textContent = form.dataset.signedOut; return; }
      if (!answer.ok) throw new Error(String(answer.status));
      const found = await answer.json();
      if (turn === asked) show(found); // an answer to older figures is dropped
    } catch {
      if (turn === asked) state.textContent = form.dataset.offline;
    }
  }

  function show(found) {
    for (const row of form.querySelectorAll('[data-element]')) {
      const fault = found.faults.find((f) => f.element === row.dataset.element);
      row.querySelector('[data-fault]').textContent = fault ? fault.message : '';
      const cell = row.querySelector('input.cell');
      if (fault) cell.setAttribute('aria-invalid', 'true'); else cell.removeAttribute('aria-invalid');
    }
    // What was typed as an answer stays with its question.
    const typed = new Map([...list.querySelectorAll('input')].map((i) => [i.name, i.value]));
    list.replaceChildren(...found.findings.map((f, number) => item(f, number, typed)));
    state.textContent = found.findings.length === 0 && found.faults.length === 0 ? form.dataset.clean : '';
  }

  function item(f, number, typed) {
    const box = make('div', 'finding');
    box.dataset.key = f.key;
    const said = make('p');
    said.append(make('span', `tag tag-${f.importance === 'Error' ? 'red' : f.importance === 'Warning' ? 'amber' : 'plain'}`, f.label), ` ${f.message}`);
    box.append(said);
    if (f.instruction) box.append(make('p', 'hint', f.instruction));
    if (f.importance !== 'Error') {
      const label = make('label', '', form.dataset.answer);
      const input = make('input');
      label.htmlFor = input.id = `answer-${number}`;
      input.type = 'text';
      input.maxLength = 1000;
      input.name = `answer:${f.key}`;
      input.value = typed.get(input.name) || '';
      box.append(label, input);
    }
    return box;
  }

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  // Lines go to the cells below, one each, from the one that has the focus: a cell that is not asked takes its line and keeps its figure. A line with the code or the name of an element
  // goes to that element. Of several columns the one headed as the values are counts, and otherwise the first that is a number. Returns how many lines found no place, and how many
  // columns of numbers were left out.
  function place(lines, from) {
    const head = lines[0].indexOf(form.dataset.valueHead);
    const rows = head >= 0 ? lines.slice(1) : lines;
    const number = (f) => /^[-+−－＋]?[\d０-９][\d０-９.,，．]*$/.test(f);
    const byName = new Map([...form.querySelectorAll('tr[data-element]')].flatMap((row) => [row.dataset.element, row.dataset.name, row.dataset.english].map((name) => [name, row.querySelector('input.cell')])));
    // Names of something else beside the numbers, of offices for instance, say nothing of the cells.
    const known = rows.some((fields) => fields.length > 1 && fields.some((f) => byName.has(f)));
    let at = from;
    let left = 0;
    let more = 0;
    for (const fields of rows) {
      // A line that says which figure it is goes there or nowhere, never to the next cell in order.
      const says = fields.length > 1 && fields.some((f) => f !== '' && !number(f));
      const cell = says && known ? fields.map((f) => byName.get(f)).find(Boolean) : cells[at++];
      const value = fields.length === 1 ? fields[0] : head >= 0 ? fields[head] ?? '' : fields.find(number) ?? '';
      if (head < 0) more = Math.max(more, fields.filter(number).length - 1);
      if (!cell || (fields.length > 1 && value === '' && !cell.readOnly)) left += fields.some((f) => f !== '') ? 1 : 0;
      else if (!cell.readOnly) cell.value = value;
    }
    return { left, more };
  }

  // What is typed stays in this browser until a page shows that the server holds it: a session that ended takes nothing away. Where somebody saved meanwhile it is offered, and not put over theirs.
  const named = () => [...form.querySelectorAll('input.cell[name], [data-findings] input[name]')];
  const dirty = () => form.dataset.unsaved !== undefined || JSON.stringify(texts()) !== JSON.stringify(saved);
  function keep() {
    try { localStorage.setItem(key, JSON.stringify({ version, values: Object.fromEntries(named().map((f) => [f.name, f.value])) })); } catch { /* It still sends. */ }
  }
  function forget() {
    try { localStorage.removeItem(key); } catch { /* A browser that keeps nothing has nothing to forget. */ }
  }
  function restore(values) {
    for (const field of named()) if (field.name in values && !field.readOnly) field.value = values[field.name];
    form.dispatchEvent(new Event('input'));
  }
  function offer() {
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(key)); } catch { forget(); }
    if (!kept || !kept.values || form.dataset.unsaved !== undefined) return;
    if (!cells.some((c) => c.name && !c.readOnly && c.name in kept.values && kept.values[c.name].trim() !== c.value.trim())) { forget(); return; }
    const same = kept.version === version;
    const before = Object.fromEntries(named().map((f) => [f.name, f.value]));
    if (same) restore(kept.values);
    const note = make('p', 'note', `${same ? form.dataset.restored : form.dataset.older} `);
    note.setAttribute('role', 'status');
    const take = make('button', '', form.dataset.restore);
    take.type = 'button';
    take.addEventListener('click', () => { restore(kept.values); note.remove(); });
    const drop = make('button', '', form.dataset.discard);
    drop.type = 'button';
    drop.addEventListener('click', () => { if (same) restore(before); clearTimeout(keeping); forget(); note.remove(); });
    if (!same) note.append(take, ' ');
    note.append(drop);
    form.prepend(note);
  }

  form.addEventListener('keydown', (e) => {
    if (!e.target.matches('input.cell') || e.isComposing) return;
    if (e.key === 'Enter' || e.key === 'ArrowDown') { e.preventDefault(); go(e.target, 1); }
    if (e.key === 'ArrowUp') { e.preventDefault(); go(e.target, -1); }
  });
  form.addEventListener('paste', (e) => {
    if (!e.target.matches('input.cell')) return;
    const lines = e.clipboardData.getData('text').replace(/\r?\n$/, '').split(/\r?\n/);
    if (lines.length < 2 && !lines[0].includes('\t')) return;
    e.preventDefault();
    const { left, more } = place(lines.map((line) => line.split('\t').map((f) => f.trim())), cells.indexOf(e.target));
    form.querySelector('[data-paste-state]').textContent = [left && form.dataset.unplaced.replace('{0}', left), more && form.dataset.moreColumns.replace('{0}', more + 1)].filter(Boolean).join(' ');
    form.dispatchEvent(new Event('input'));
  });
  let keeping = 0;
  form.addEventListener('input', () => { clearTimeout(keeping); keeping = setTimeout(keep, 0); });
  form.addEventListener('submit', () => { sending = true; });
  window.addEventListener('beforeunload', (e) => { if (!sending && dirty()) e.preventDefault(); });
  form.addEventListener('input', (e) => {
    if (e.target.name && e.target.name.startsWith('answer:')) return;
    clearTimeout(timer);
    timer = setTimeout(check, 350);
  });
  offer();
}
