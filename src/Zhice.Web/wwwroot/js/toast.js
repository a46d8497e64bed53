// A said sentence fades after ten seconds, unless the reader points at it or it holds the focus.
for (const toast of document.querySelectorAll('.toast')) {
  const fade = () => {
    if (toast.matches(':hover') || toast.contains(document.activeElement)) { setTimeout(fade, 3000); return; }
    toast.classList.add('fading');
    setTimeout(() => toast.remove(), 600);
  };
  setTimeout(fade, 10000);
}
