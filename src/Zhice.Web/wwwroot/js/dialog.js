// Native dialogs: a link with data-opens="id" opens <dialog id="id"> as a modal; data-closes closes it. Without script the
// link's fragment shows the dialog by the style sheet's :target.
document.addEventListener('click', event => {
  const opener = event.target.closest('[data-opens]');
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog && dialog.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
    return;
  }
  const closer = event.target.closest('[data-closes]');
  const open = closer ? document.getElementById(closer.dataset.closes) : event.target.matches('dialog[open]') ? event.target : null;
  if (open && open.open) {
    event.preventDefault();
    open.close();
  }
});
