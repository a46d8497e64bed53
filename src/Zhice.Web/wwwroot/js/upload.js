// Sends each chosen file by itself, with its progress; without this script the form sends them together.
const form = document.getElementById('upload');
const list = document.getElementById('progress');
const words = form.dataset;
let busy = false;

form.addEventListener('submit', async event => {
  event.preventDefault();
  const files = Array.from(form.elements.file.files);
  if (busy || files.length === 0) return;
  busy = true;
  form.querySelector('button[type=submit]').disabled = true;
  list.hidden = false;
  const jobs = files.map(file => ({ file, row: addRow(file) }));
  const done = [];
  // One after another: the server reads two at a time at most, and a slow line is not shared.
  for (const job of jobs) {
    const answer = await send(job.file, job.row);
    if (answer) done.push(answer);
  }
  busy = false;
  form.querySelector('button[type=submit]').disabled = false;
  form.elements.file.value = '';
  if (files.length === 1 && done.length === 1) window.location.assign(done[0].address);
});

const drop = document.getElementById('drop');
for (const name of ['dragenter', 'dragover']) drop.addEventListener(name, event => { event.preventDefault(); drop.classList.add('over'); });
for (const name of ['dragleave', 'drop']) drop.addEventListener(name, () => drop.classList.remove('over'));
drop.addEventListener('drop', event => {
  event.preventDefault();
  if (event.dataTransfer.files.length > 0) form.elements.file.files = event.dataTransfer.files;
});

function addRow(file) {
  const row = document.createElement('li');
  const name = document.createElement('strong');
  name.textContent = file.name;
  const state = document.createElement('span');
  state.className = 'import-state';
  state.textContent = words.waiting;
  const bar = document.createElement('progress');
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute('aria-label', file.name);
  row.append(name, ' ', bar, ' ', state);
  list.append(row);
  return { row, state, bar };
}

function send(file, { row, state, bar }) {
  return new Promise(resolve => {
    const finish = (text, tone, link, answer) => {
      bar.remove();
      state.textContent = text;
      state.className = `import-state tag tag-${tone}`;
      if (link) row.append(' ', link);
      resolve(answer);
    };
    if (file.size > Number(words.most)) { finish(words.refused, 'red'); row.append(' ', words.large); return; }
    const data = new FormData();
    data.append('file', file);
    data.append('disclosure', form.elements.disclosure.value);
    if (form.elements.owner) data.append('owner', form.elements.owner.value);
    const request = new XMLHttpRequest();
    request.open('POST', words.url);
    request.setRequestHeader('X-Form-Token', form.elements._token.value);
    request.setRequestHeader('Accept', 'application/json');
    state.textContent = words.sending;
    request.upload.addEventListener('progress', event => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
    request.upload.addEventListener('load', () => { state.textContent = words.reading; bar.removeAttribute('value'); });
    request.addEventListener('error', () => finish(words.lost, 'red'));
    request.addEventListener('load', () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* an answer of something between us and the server */ }
      if (request.status === 201) {
        finish(words.ok, 'green', linkTo(answer.address, `${answer.title} · ${words.found.replace('{0}', answer.tasks)} · ${words.coverage} ${(answer.coverage * 100).toFixed(1)}%`), answer);
        // What the text does not state is asked for at once.
        const fields = JSON.parse(words.fields);
        if (answer.lacks && answer.lacks.length > 0)
          row.append(' ', words.lacks.replace('{0}', answer.lacks.map(field => fields[field]).join('、')), ' ', linkTo(`${answer.address}/metadata`, words.supply));
      } else {
        finish(words.refused, 'red', null);
        row.append(' ', answer.title || words.lost, ' ');
        if (answer.address) row.append(linkTo(answer.address, words.open));
      }
    });
    request.send(data);
  });
}

function linkTo(address, text) {
  const link = document.createElement('a');
  link.href = address;
  link.textContent = text;
  return link;
}
