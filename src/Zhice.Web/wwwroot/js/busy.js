// A form whose answer takes a while says so, and is sent once.
for (const form of document.querySelectorAll('form[data-busy]')) {
  form.addEventListener('submit', () => {
    const note = document.createElement('span');
    note.setAttribute('role', 'status');
    note.className = 'busy-note';
    const bar = document.createElement('progress');
    bar.setAttribute('aria-label', form.dataset.busy);
    note.append(bar, ' ', form.dataset.busy);
    form.querySelector('.form-foot').append(note);
    form.classList.add('busy');
    // After the form has been read: a button that is off sends no value.
    setTimeout(() => { for (const button of form.querySelectorAll('button')) button.disabled = true; }, 0);
  });
}
// Back from the next page: the form can be used again.
window.addEventListener('pageshow', event => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll('form.busy')) {
    form.classList.remove('busy');
    for (const note of form.querySelectorAll('.busy-note')) note.remove();
    for (const button of form.querySelectorAll('button')) button.disabled = false;
  }
});
