// The panel of further entries closes with Escape, and when the reader goes on elsewhere; without script a second press closes it.
const more = document.querySelector(".masthead-more");
document.addEventListener("keydown", event => {
  if (event.key !== "Escape" || !more?.open) return;
  more.open = false;
  more.querySelector("summary").focus();
});
for (const kind of ["click", "focusin"]) document.addEventListener(kind, event => { if (more?.open && !more.contains(event.target)) more.open = false; });
