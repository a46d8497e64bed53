// Native dialogs: a button with data-opens="id" opens <dialog id="id">; without script the dialog's content stands in the page.
for (const dialog of document.querySelectorAll('dialog[data-enhanced]')) {
  if (!dialog.showModal) continue;
  dialog.removeAttribute('open');
  dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
}
document.addEventListener('click', event => {
  const opener = event.target.closest('[data-opens]');
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog && dialog.showModal) { event.preventDefault(); dialog.showModal(); }
  }
  const closer = event.target.closest('[data-closes]');
  if (closer) { event.preventDefault(); closer.closest('dialog').close(); }
});
