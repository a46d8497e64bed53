// Offers organisations while a name is typed: fills the datalist of every <input data-organisations="address">.
for (const input of document.querySelectorAll('input[data-organisations]')) {
  let waiting = 0;
  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const text = input.value.trim();
      if (text.length < 1) return;
      const answer = await fetch(`${input.dataset.organisations}?name=${encodeURIComponent(text)}`);
      if (!answer.ok) return;
      const list = document.getElementById(input.getAttribute('list'));
      list.replaceChildren(...(await answer.json()).map(choice => new Option(`${choice.name} ${choice.code}`, `${choice.name} ${choice.code}`)));
    }, 200);
  });
}
