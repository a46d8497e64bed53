// What is typed into a form with data-keep stays in this browser until a page shows that the server holds it: a session that ended,
// or a connection that went, takes nothing away. Without this script the form works as it is.
for (const form of document.querySelectorAll('form[data-keep]')) start(form);

function start(form) {
  const key = `zhice:${form.dataset.account}:${form.dataset.keep}`;
  const fields = [...form.querySelectorAll('textarea, input:not([type=hidden])')].filter(f => f.name);
  const shown = read();

  function read() {
    return Object.fromEntries(fields.map(f => [f.name, f.value.replace(/\r\n/g, '\n')]));
  }

  function forget() {
    try { localStorage.removeItem(key); } catch { /* A browser that keeps nothing has nothing to forget. */ }
  }

  form.addEventListener('input', () => {
    try { localStorage.setItem(key, JSON.stringify(read())); } catch { /* It still sends. */ }
  });

  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(key)); } catch { forget(); }
  if (!kept) return;
  // Other fields than then: the words have no place any more.
  if (JSON.stringify(kept) === JSON.stringify(shown) || Object.keys(kept).join() !== Object.keys(shown).join()) { forget(); return; }
  for (const field of fields) field.value = kept[field.name];
  const note = document.createElement('p');
  note.className = 'note';
  note.setAttribute('role', 'status');
  note.textContent = form.dataset.restored + ' ';
  const discard = document.createElement('button');
  discard.type = 'button';
  discard.textContent = form.dataset.discard;
  discard.addEventListener('click', () => {
    for (const field of fields) field.value = shown[field.name];
    forget();
    note.remove();
  });
  note.append(discard);
  form.prepend(note);
}
