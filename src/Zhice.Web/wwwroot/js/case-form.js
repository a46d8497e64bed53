// Where other fields hang on a choice, or a sum on an amount, the server is asked how the form would be once one is changed: fields come and go, and what is computed is shown.
// What stands in a field stays as it is, and nothing is saved. Without this script the next save brings them.
for (const form of document.querySelectorAll('form[data-look]')) {
  let asked = 0;
  form.addEventListener('change', async () => {
    const turn = ++asked;
    const sent = new FormData(form);
    sent.set('do', 'look');
    let page;
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(sent), credentials: 'same-origin' });
      if (!answer.ok) return;
      page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    } catch { return; } // Saving says what is wrong.
    if (turn !== asked) return;
    for (const place of form.querySelectorAll('[id^="when-"]')) {
      const now = page.getElementById(place.id);
      if (now && (now.childElementCount > 0) !== (place.childElementCount > 0)) place.replaceChildren(...now.childNodes);
    }
    for (const sum of form.querySelectorAll('output[id]')) sum.textContent = page.getElementById(sum.id)?.textContent ?? sum.textContent;
  });
}
