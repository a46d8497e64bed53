// The original text: offsets and ranges, highlights, and pieces that are fetched when they come into view.

export class TextPane {
  constructor(element, fetchParts) {
    this.element = element;
    this.fetchParts = fetchParts;
    this.lit = [];
    this.turn = 0;
    this.waiting = new Map();
    this.watcher = new IntersectionObserver(entries => {
      for (const entry of entries) if (entry.isIntersecting) this.load(entry.target);
    }, { root: element, rootMargin: '600px' });
    this.watch();
  }

  watch() {
    for (const chunk of this.element.querySelectorAll('.chunk[data-pending]')) this.watcher.observe(chunk);
  }

  async load(chunk) {
    if (!chunk.dataset.pending) return;
    if (!this.waiting.has(chunk)) this.waiting.set(chunk, this.fetchChunk(chunk));
    await this.waiting.get(chunk);
  }

  async fetchChunk(chunk) {
    this.watcher.unobserve(chunk);
    const parts = await this.fetchParts(`chunks=${chunk.dataset.c}`);
    this.waiting.delete(chunk);
    if (parts && parts.chunks[chunk.dataset.c] !== undefined) this.put(chunk.dataset.c, parts.chunks[chunk.dataset.c]);
    else this.watcher.observe(chunk);
  }

  put(number, html) {
    const chunk = this.element.querySelector(`.chunk[data-c="${number}"]`);
    if (!chunk) return;
    chunk.innerHTML = html;
    delete chunk.dataset.pending;
  }

  // The piece that holds an offset, fetched when it is not there yet.
  async reach(offset) {
    for (const chunk of this.element.querySelectorAll('.chunk')) {
      if (offset < Number(chunk.dataset.from) || offset >= Number(chunk.dataset.to)) continue;
      if (chunk.dataset.pending) await this.load(chunk);
      return chunk;
    }
    return null;
  }

  runs(start, end) {
    const found = [];
    for (const chunk of this.element.querySelectorAll('.chunk')) {
      if (Number(chunk.dataset.from) >= end || Number(chunk.dataset.to) <= start) continue;
      for (const run of chunk.querySelectorAll('.sg')) {
        const from = Number(run.dataset.s);
        if (from < end && from + run.textContent.length > start) found.push(run);
      }
    }
    return found;
  }

  dim() {
    for (const run of this.lit) run.classList.remove('on', 'on-first');
    this.lit = [];
  }

  async light(start, end, scroll) {
    const turn = ++this.turn;
    this.dim();
    if (end <= start) return;
    await this.reach(start);
    // Something else may have been asked for while a piece was fetched.
    if (turn !== this.turn) return;
    this.lit = this.runs(start, end).filter(run => run.textContent.trim().length > 0);
    for (const run of this.lit) run.classList.add('on');
    if (this.lit.length === 0) return;
    this.lit[0].classList.add('on-first');
    if (scroll) this.show(this.lit[0]);
  }

  show(run) {
    const box = run.getBoundingClientRect();
    const pane = this.element.getBoundingClientRect();
    if (box.top > pane.top + 40 && box.bottom < pane.bottom - 60) return;
    this.element.scrollTop += box.top - pane.top - pane.height / 3;
  }

  // The selected words as offsets in the text; a caret gives an empty range. Null when the selection is elsewhere.
  selection() {
    const selection = window.getSelection();
    if (!selection || selection.rangeCount === 0) return null;
    const range = selection.getRangeAt(0);
    if (!this.element.contains(range.commonAncestorContainer)) return null;
    const start = this.offset(range.startContainer, range.startOffset, false);
    const end = range.collapsed ? start : this.offset(range.endContainer, range.endOffset, true);
    return start === null || end === null ? null : { start: Math.min(start, end), end: Math.max(start, end) };
  }

  offset(node, within, isEnd) {
    const run = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest('.sg');
    if (run && node.nodeType === Node.TEXT_NODE) return Number(run.dataset.s) + within;
    if (run) return Number(run.dataset.s) + (within > 0 ? run.textContent.length : 0);
    // Between runs: the nearest run before the end, or after the beginning.
    const point = document.createRange();
    point.setStart(node, within);
    let last = null;
    for (const candidate of this.element.querySelectorAll('.sg[data-s]')) {
      const after = point.comparePoint(candidate, 0) > 0;
      if (after) return isEnd ? (last ? Number(last.dataset.s) + last.textContent.length : null) : Number(candidate.dataset.s);
      last = candidate;
    }
    return last ? Number(last.dataset.s) + last.textContent.length : null;
  }

  // The words between two offsets as far as the page has them; lines are parted by line feeds.
  words(start, end) {
    let words = '';
    let at = start;
    for (const run of this.runs(start, end)) {
      const from = Number(run.dataset.s);
      if (from > at) words += '\n'.repeat(from - at);
      const text = run.textContent;
      words += text.slice(Math.max(0, start - from), Math.min(text.length, end - from));
      at = Math.min(end, from + text.length);
    }
    if (end > at) words += '\n'.repeat(end - at);
    return words;
  }

  // The run with a node, or not understood, that comes after or before an offset.
  next(offset, direction) {
    const runs = Array.from(this.element.querySelectorAll('.sg[data-n], .sg.r-unparsed'));
    const ordered = direction > 0 ? runs : runs.reverse();
    return ordered.find(run => direction > 0 ? Number(run.dataset.s) > offset : Number(run.dataset.s) < offset) || null;
  }
}
