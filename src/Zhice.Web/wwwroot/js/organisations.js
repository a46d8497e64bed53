// Offers organisations while a name is typed: fills the datalist of every <input data-organisations="address">. It listens on the
// document, so that inputs of a part that was replaced work as well.
let waiting = 0;
document.addEventListener('input', event => {
  const input = event.target.closest('input[data-organisations]');
  if (!input) return;
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const text = input.value.trim();
    if (text.length < 1 || /\s\S+-\d+$/.test(text)) return; // nothing typed, or an offer taken
    const answer = await fetch(`${input.dataset.organisations}?name=${encodeURIComponent(text)}`);
    if (!answer.ok) return;
    const list = document.getElementById(input.getAttribute('list'));
    list.replaceChildren(...(await answer.json()).map(choice => new Option(`${choice.name} ${choice.code}`, `${choice.name} ${choice.code}`)));
  }, 200);
});
