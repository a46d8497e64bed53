// The structure as a tree: one item in the tab order, arrows between items, long branches fetched when they are opened.

export class Tree {
  constructor(element, fetchParts, onSelect) {
    this.element = element;
    this.fetchParts = fetchParts;
    this.onSelect = onSelect;
    this.current = element.querySelector('[role=treeitem]');
    for (const link of element.querySelectorAll('a.to')) link.tabIndex = -1;
    this.waiting = new Map();
    this.watcher = new IntersectionObserver(entries => {
      const blocks = entries.filter(entry => entry.isIntersecting).map(entry => entry.target);
      if (blocks.length > 0) this.load(blocks);
    }, { root: element.parentElement, rootMargin: '800px' });
    this.watch();
    element.addEventListener('click', event => this.clicked(event));
  }

  watch() {
    for (const block of this.element.querySelectorAll('.blk[data-pending]')) this.watcher.observe(block);
  }

  async load(blocks) {
    const open = blocks.filter(block => block.dataset.pending);
    const wanted = open.filter(block => !this.waiting.has(block.dataset.k));
    // The server answers for sixty at once.
    for (let first = 0; first < wanted.length; first += 60) {
      const batch = wanted.slice(first, first + 60);
      const work = this.fetchBlocks(batch.map(block => block.dataset.k));
      for (const block of batch) this.waiting.set(block.dataset.k, work);
    }
    // Those that are on their way already are waited for, not asked for again.
    await Promise.all(open.map(block => this.waiting.get(block.dataset.k)));
  }

  async fetchBlocks(keys) {
    const parts = await this.fetchParts(`blocks=${keys.map(encodeURIComponent).join(',')}`);
    for (const key of keys) {
      if (parts && parts.blocks[key]) this.put(key, parts.blocks[key]);
      this.waiting.delete(key);
    }
  }

  block(key) {
    return this.element.querySelector(`.blk[data-k="${CSS.escape(key)}"]`);
  }

  // A block that is new on the page is taken only when this part of the document holds its words.
  put(key, html, holds = () => true) {
    const made = document.createElement('template');
    made.innerHTML = html.trim();
    const block = made.content.firstElementChild;
    if (!this.block(key) && !holds(Number(block.querySelector('[role=treeitem]').dataset.s))) return null;
    for (const link of block.querySelectorAll('a.to')) link.tabIndex = -1;
    for (const item of block.querySelectorAll('[role=treeitem]')) item.tabIndex = -1;
    const old = this.block(key);
    const held = this.current && old && old.contains(this.current) ? { ref: this.ref(), focused: old.contains(document.activeElement) } : null;
    if (old) {
      this.watcher.unobserve(old);
      old.replaceWith(block);
    } else this.element.append(block);
    if (held) {
      this.mark(this.find(held.ref) || block.querySelector('[role=treeitem]'));
      if (held.focused) this.current.focus({ preventScroll: true });
    }
    return block;
  }

  // Puts the blocks in the order of the reading and takes out those that are gone.
  arrange(order) {
    const keep = new Set(order);
    let before = null;
    for (const block of Array.from(this.element.children)) if (!keep.has(block.dataset.k)) block.remove();
    const byKey = new Map(Array.from(this.element.children, block => [block.dataset.k, block]));
    for (const key of order) {
      const block = byKey.get(key);
      if (!block) continue;
      const place = before ? before.nextElementSibling : this.element.firstElementChild;
      if (place !== block) this.element.insertBefore(block, place);
      before = block;
    }
  }

  ref() { return this.current ? this.current.dataset.n : null; }

  find(ref) { return ref ? document.getElementById(`n-${ref}`) : null; }

  range(item = this.current) {
    return item ? { start: Number(item.dataset.s), end: Number(item.dataset.e) } : null;
  }

  values(item = this.current) {
    return item && item.dataset.v ? JSON.parse(item.dataset.v) : {};
  }

  kind(item = this.current) {
    return item ? item.dataset.n.split(':')[0] : null;
  }

  // The nearest item above of one of the kinds, itself included.
  above(...kinds) {
    for (let item = this.current; item; item = item.parentElement.closest('[role=treeitem]')) if (kinds.includes(this.kind(item))) return item;
    return null;
  }

  // The smallest item that covers a range.
  covering(start, end) {
    let best = null;
    for (const item of this.element.querySelectorAll('[role=treeitem]')) {
      const range = this.range(item);
      if (range.start > start || range.end < end) continue;
      if (!best || range.end - range.start <= best.size) best = { item, size: range.end - range.start };
    }
    return best ? best.item : null;
  }

  // A block that came as a title only is fetched before it is worked on.
  async ready() {
    const block = this.current.closest('.blk');
    if (block.dataset.pending) await this.load([block]);
  }

  // After an item is gone: the next of its kind, so that one can go on where one was.
  after(ref, range) {
    if (!ref || !range) return null;
    const kind = ref.split(':')[0];
    return Array.from(this.element.querySelectorAll(`[data-n^="${kind}:"]`)).find(item => Number(item.dataset.s) >= range.start) || null;
  }

  mark(item) {
    if (!item) return;
    if (this.current) {
      this.current.tabIndex = -1;
      this.current.removeAttribute('aria-selected');
    }
    this.current = item;
    item.tabIndex = 0;
    item.setAttribute('aria-selected', 'true');
  }

  select(item, { focus = true, scroll = true, quiet = false } = {}) {
    if (!item) return;
    for (let up = item.parentElement.closest('[role=treeitem]'); up; up = up.parentElement.closest('[role=treeitem]'))
      if (up.getAttribute('aria-expanded') === 'false') up.setAttribute('aria-expanded', 'true');
    this.mark(item);
    if (focus) item.focus({ preventScroll: true });
    if (scroll) this.show(item);
    if (!quiet) this.onSelect(item);
  }

  show(item) {
    const pane = this.element.parentElement;
    const box = (item.querySelector('.nd-row') || item).getBoundingClientRect();
    const view = pane.getBoundingClientRect();
    const editor = pane.querySelector('#rd-editor:not([hidden])');
    const bottom = view.bottom - (editor ? editor.offsetHeight : 0);
    if (box.top < view.top + 8) pane.scrollTop += box.top - view.top - 60;
    else if (box.bottom > bottom - 8) pane.scrollTop += box.bottom - bottom + 60;
  }

  visible() {
    return Array.from(this.element.querySelectorAll('[role=treeitem]'))
      .filter(item => !item.parentElement.closest('[role=treeitem][aria-expanded="false"]'));
  }

  step(direction) {
    const items = this.visible();
    const at = items.indexOf(this.current);
    this.select(items[Math.min(items.length - 1, Math.max(0, at + direction))]);
  }

  edge(last) {
    const items = this.visible();
    this.select(last ? items[items.length - 1] : items[0]);
  }

  async open() {
    const state = this.current.getAttribute('aria-expanded');
    if (state === null) return;
    if (state === 'false') {
      const block = this.current.closest('.blk');
      if (block.dataset.pending) await this.load([block]);
      else this.current.setAttribute('aria-expanded', 'true');
      return;
    }
    const inside = this.current.querySelector('[role=treeitem]');
    if (inside) this.select(inside);
  }

  close() {
    if (this.current.getAttribute('aria-expanded') === 'true') {
      this.current.setAttribute('aria-expanded', 'false');
      return;
    }
    const above = this.current.parentElement.closest('[role=treeitem]');
    if (above) { this.select(above); return; }
    // A task's heading stands before it, not around it.
    const level = Number(this.current.getAttribute('aria-level'));
    for (let block = this.current.closest('.blk').previousElementSibling; block; block = block.previousElementSibling) {
      const item = block.querySelector('[role=treeitem]');
      if (Number(item.getAttribute('aria-level')) < level) { this.select(item); return; }
    }
  }

  clicked(event) {
    const item = event.target.closest('[role=treeitem]');
    if (!item) return;
    if (event.target.closest('a.to')) event.preventDefault();
    const row = event.target.closest('.nd-row');
    const twist = item.hasAttribute('aria-expanded') && row && event.clientX < row.getBoundingClientRect().left + 18;
    this.select(item, { scroll: false });
    if (twist) {
      const open = item.getAttribute('aria-expanded') === 'true';
      if (open || !item.closest('.blk').dataset.pending) item.setAttribute('aria-expanded', String(!open));
      else this.open();
    }
  }
}
