// The form below the structure: changing an item, adding from words, splitting at a caret.

const Whole = { deadline: ['deadline', 'date', 'words'], date: ['deadline', 'date', 'words'], words: ['deadline', 'date', 'words'] };
const Needed = { assignment: ['organisation'], target: ['value'] };
const Marks = ['noise', 'narrative', 'metadata', 'unparsed'];

export class Editor {
  constructor(form, words, { tree, text, send, say }) {
    Object.assign(this, { form, words, tree, text, send, say });
    this.fields = form.querySelector('#rd-fields');
    this.problem = form.querySelector('#rd-problem');
    this.submitting = null;
    form.addEventListener('submit', event => { event.preventDefault(); this.submit(); });
    form.querySelector('#rd-cancel').addEventListener('click', () => this.close());
    form.addEventListener('keydown', event => {
      if (event.key === 'Escape') { event.preventDefault(); this.close(); }
      // A text box to choose words in is read only: Enter sends the form as from any other field.
      if (event.key === 'Enter' && event.target.tagName === 'TEXTAREA') { event.preventDefault(); this.submit(); }
      event.stopPropagation();
    });
    // A read-only box shows no caret in Chromium: this one moves its caret and takes no letters.
    this.fields.addEventListener('beforeinput', event => { if (event.target.tagName === 'TEXTAREA') event.preventDefault(); });
    this.fields.addEventListener('input', event => { if (event.target.getAttribute('list') === 'rd-names') this.complete(event.target); });
  }

  get isOpen() { return !this.form.hidden; }

  show(title, quote, template) {
    this.form.querySelector('#rd-editor-title').textContent = title;
    const shown = this.form.querySelector('#rd-quote');
    shown.textContent = quote.length > 120 ? `${quote.slice(0, 120)}…` : quote;
    shown.hidden = quote.length === 0;
    this.problem.textContent = '';
    this.fields.replaceChildren(document.getElementById(template).content.cloneNode(true));
    this.untouched = null;
    this.form.hidden = false;
    this.tree.show(this.tree.current);
  }

  close() {
    if (!this.isOpen) return;
    this.form.hidden = true;
    this.fields.replaceChildren();
    this.submitting = null;
    if (this.tree.current) this.tree.current.focus({ preventScroll: true });
  }

  fill(values) {
    for (const field of this.fields.querySelectorAll('[name]')) if (values[field.name] !== undefined) field.value = values[field.name];
  }

  read(scope = this.fields) {
    return Object.fromEntries(Array.from(scope.querySelectorAll('[name]'), field => [field.name, field.value.trim()]));
  }

  focus() {
    const first = this.fields.querySelector('input, select, textarea');
    if (!first) return;
    first.focus();
    if (first.select && first.tagName === 'INPUT' && first.type === 'text') first.select();
  }

  // Another item was chosen while this form is open: an untouched form goes along, one with changes stays and says so.
  follow() {
    if (!this.isOpen || !this.untouched || this.tree.ref() === this.editing) return;
    if (this.untouched()) this.edit({ focus: false });
    else this.say(this.words['reader.unsaved']);
  }

  edit({ focus = true } = {}) {
    const kind = this.tree.kind();
    const before = this.tree.values();
    this.sections();
    this.show(`${this.words['tool.edit']}：${this.words[`kind.${kind}`]}`, this.quote(), `form-${kind}`);
    this.fill(before);
    if (focus) this.focus();
    const node = this.tree.ref();
    this.editing = node;
    const shown = this.read();
    this.untouched = () => { const now = this.read(); return Object.keys(now).every(name => now[name] === shown[name]); };
    // Words selected in the original become the words of what is set: a title, a deadline, an addressee.
    const picked = this.picked;
    this.submitting = () => {
      const after = this.read();
      const changed = Object.keys(after).filter(name => after[name] !== (before[name] || ''));
      if (changed.length === 0) { this.close(); return null; }
      const names = new Set(changed.flatMap(name => Whole[name] || [name]));
      const request = { operation: 'set', node, to: Object.fromEntries(Array.from(names, name => [name, after[name]])) };
      if (picked && ['title', 'deadline', 'scope'].some(name => names.has(name)) && ['task', 'measure', 'commitment'].includes(kind)) Object.assign(request, picked);
      return request;
    };
  }

  split() {
    const kind = this.tree.kind();
    if (!['task', 'measure', 'commitment'].includes(kind)) { this.say(this.words['reader.cannotSplit']); return; }
    const { start, end } = this.tree.range();
    const caret = this.caret;
    const node = this.tree.ref();
    if (caret !== null && caret > start && caret < end) {
      this.caret = null;
      this.send({ operation: 'split', node, to: { at: String(caret - start) } });
      return;
    }
    this.show(`${this.words['tool.split']}：${this.words[`kind.${kind}`]}`, '', 'form-split');
    const box = this.fields.querySelector('textarea');
    box.value = this.text.words(start, end);
    this.focus();
    const middle = ['。', '；', '，'].map(mark => box.value.slice(0, -1).indexOf(mark) + 1).find(at => at > 0) || Math.floor(box.value.length / 2);
    box.setSelectionRange(middle, middle);
    this.submitting = () => ({ operation: 'split', node, to: { at: String(box.selectionStart) } });
  }

  add() {
    const picked = this.picked;
    const moved = this.take(picked);
    const owner = this.tree.current;
    this.sections();
    this.show(this.words['tool.add'], picked ? this.text.words(picked.start, picked.end) : '', 'form-add');
    const choice = this.fields.querySelector('[name=add]');
    const more = this.fields.querySelector('#rd-more');
    const pick = this.fields.querySelector('#rd-pick');
    const box = pick.querySelector('textarea');
    const base = this.tree.range(owner);
    const chosen = picked || (this.stop ? this.stop : null);
    if (chosen) pick.hidden = true;
    else if (base.end > base.start) box.value = this.text.words(base.start, base.end);
    const kinds = { document: 'task', section: 'task', task: 'assignment', measure: 'commitment', commitment: 'assignment' };
    choice.value = chosen ? (this.tree.kind(owner) === 'document' ? 'task' : 'commitment') : kinds[this.tree.kind(owner)] || 'commitment';
    if (chosen && !picked) this.form.querySelector('#rd-quote').textContent = this.text.words(chosen.start, chosen.end).slice(0, 120);
    this.form.querySelector('#rd-quote').hidden = !chosen;
    const swap = () => {
      const name = { deadline: 'form-commitment', task: 'form-add-task', measure: 'form-add-measure', section: 'form-add-section' }[choice.value] || `form-${choice.value}`;
      const template = document.getElementById(name);
      more.replaceChildren(...(template && choice.value !== 'commitment' ? [template.content.cloneNode(true)] : []));
      const role = more.querySelector('[name=role]');
      if (role) { const last = this.lastRole(owner); role.value = last.role; more.querySelector('[name=mode]').value = last.mode; }
      const words = chosen ? this.text.words(chosen.start, chosen.end).replace(/\s+/g, '') : '';
      const named = more.querySelector('[name=organisation]') || more.querySelector('[name=text]');
      if (named && words.length > 0 && words.length <= 40) named.value = words;
      const when = more.querySelector('[name=words]');
      if (when && words.length <= 60) when.value = words;
      const level = more.querySelector('[type=number][name=level]');
      if (level) level.value = '1';
      const as = more.querySelector('[name=as]');
      if (as && words.length > 0) as.value = /[。；！？]$/.test(words) || words.length > 60 ? 'text' : 'title';
    };
    choice.addEventListener('change', swap);
    swap();
    this.focus();
    this.submitting = () => {
      const what = choice.value;
      const span = chosen || (box.selectionEnd > box.selectionStart ? { start: base.start + box.selectionStart, end: base.start + box.selectionEnd } : null);
      const to = this.read(more);
      if (Marks.includes(what)) return span ? { operation: 'mark', start: span.start, end: span.end, to: { role: what } } : this.missing();
      if (what === 'deadline') {
        const holder = this.tree.above('commitment', 'task');
        return holder ? { operation: 'set', node: holder.dataset.n, ...(span || {}), to } : this.missing('reader.selectFirst');
      }
      const empty = Array.from(more.querySelectorAll('[name]')).find(field => (Needed[what] || []).includes(field.name) && field.value.trim() === '');
      if (empty) return this.lacks(empty);
      for (const name of Object.keys(to)) if (to[name] === '' && name !== 'must') delete to[name];
      const holder = { assignment: ['commitment', 'task'], applicability: ['measure'], target: ['commitment', 'task', 'document'], measure: ['task'], commitment: ['measure', 'task'] }[what];
      const node = !holder ? document.getElementById('n-document::0') : moved && what === 'assignment' ? this.holder() : this.tree.above(...holder);
      if (!node) return this.missing('reader.selectFirst');
      if (!span && ['task', 'measure', 'commitment', 'section', 'submission'].includes(what)) return this.missing();
      return { operation: 'add', node: node.dataset.n, ...(span || {}), to: { kind: what, ...to } };
    };
  }

  // Dragged words decide which item gets what is added: where they stand in another block than the chosen item, the item that holds them is chosen.
  take(picked) {
    const covering = picked ? this.tree.covering(picked.start, picked.end) : null;
    if (!covering || covering.closest('.blk') === this.tree.current.closest('.blk')) return false;
    this.tree.select(covering, { focus: false, scroll: false, quiet: true });
    return true;
  }

  // Who owns the words: the sentence where sentences have owners of their own, else the task.
  holder() {
    const sentence = this.tree.above('commitment');
    return sentence && sentence.querySelector('[data-n^="assignment:"]') ? sentence : this.tree.above('task');
  }

  // A field that may not stay empty is named, marked and focused.
  lacks(field) {
    field.setAttribute('aria-invalid', 'true');
    field.addEventListener('input', () => field.removeAttribute('aria-invalid'), { once: true });
    this.problem.textContent = this.words['reader.fieldEmpty'].replace('{0}', field.labels[0].textContent);
    this.form.scrollTop = 0;
    field.focus();
    return null;
  }

  missing(code = 'reader.noSelection') {
    this.problem.textContent = this.words[code];
    return null;
  }

  lastRole(owner) {
    const holder = owner.closest('.blk').querySelectorAll('[data-n^="assignment:"]');
    const last = holder.length > 0 ? JSON.parse(holder[holder.length - 1].dataset.v) : null;
    return last ? { role: last.role === 'lead' ? 'participant' : last.role, mode: last.mode === 'sole' ? 'joint' : last.mode } : { role: 'responsible', mode: 'sole' };
  }

  quote() {
    const { start, end } = this.tree.range();
    return end > start ? this.text.words(start, end).replace(/\s*\n\s*/g, '') : '';
  }

  sections() {
    document.getElementById('rd-sections').replaceChildren(...Array.from(document.querySelectorAll('.nd-section'), item => {
      const option = document.createElement('option');
      option.value = JSON.parse(item.dataset.v).title;
      return option;
    }));
  }

  async complete(field) {
    const letters = field.value.trim();
    clearTimeout(this.timer);
    if (letters.length === 0) return;
    this.timer = setTimeout(async () => {
      try {
        const answer = await fetch(`/documents/organisation-names?q=${encodeURIComponent(letters)}`);
        const names = answer.ok ? await answer.json() : [];
        if (field.value.trim() !== letters) return;
        document.getElementById('rd-names').replaceChildren(...names.map(name => { const option = document.createElement('option'); option.value = name; return option; }));
        const hint = document.getElementById(`${field.id}-hint`);
        if (hint) {
          hint.dataset.usual = hint.dataset.usual || hint.textContent;
          hint.textContent = names.length === 0 ? this.words['reader.unknownName'] : hint.dataset.usual;
          hint.classList.toggle('warn', names.length === 0);
        }
      } catch { /* completion is a help, not a need */ }
    }, 150);
  }

  async submit() {
    if (!this.submitting) return;
    const request = this.submitting();
    if (!request) return;
    const result = await this.send(request);
    if (result.ok) this.close();
    else if (result.problem) { this.problem.textContent = result.problem; this.form.scrollTop = 0; }
  }
}
