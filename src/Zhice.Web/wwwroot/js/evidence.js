// Sends a file of evidence with its progress; without this script the form sends it all the same.
document.addEventListener('submit', event => {
  const form = event.target.closest('form[data-upload]');
  if (!form || !form.elements.file || form.elements.file.files.length === 0) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  send(form);
});

function send(form) {
  const words = form.dataset;
  const file = form.elements.file.files[0];
  const state = form.querySelector('.upload-state');
  const button = form.querySelector('button[type=submit]');
  state.hidden = false;
  if (file.size > Number(words.most)) { say(state, words.large, true); return; }

  form.dataset.busy = '1';
  button.disabled = true;
  const bar = document.createElement('progress');
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute('aria-label', file.name);
  const text = document.createElement('span');
  state.replaceChildren(bar, text);
  const fail = message => {
    delete form.dataset.busy;
    button.disabled = false;
    say(state, message, true);
  };

  const request = new XMLHttpRequest();
  request.open('POST', words.upload);
  request.setRequestHeader('X-Form-Token', form.elements._token.value);
  request.setRequestHeader('Accept', 'application/json');
  request.upload.addEventListener('progress', step => {
    if (!step.lengthComputable) return;
    bar.value = step.loaded / step.total;
    text.textContent = words.sending.replace('{0}', Math.floor(100 * step.loaded / step.total));
  });
  request.upload.addEventListener('load', () => { text.textContent = words.checking; bar.removeAttribute('value'); });
  request.addEventListener('error', () => fail(words.lost));
  request.addEventListener('load', () => {
    let answer = {};
    try { answer = JSON.parse(request.responseText); } catch { /* an answer of something between us and the server */ }
    if (request.status === 201) window.location.assign(answer.address);
    else fail((answer.defects || []).map(d => d.message).join(' ') || answer.title || words.lost);
  });
  request.send(new FormData(form));
}

function say(state, message, wrong) {
  state.textContent = message;
  state.classList.toggle('field-problem', wrong);
}
