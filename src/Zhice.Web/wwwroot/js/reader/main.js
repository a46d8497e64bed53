// The two-pane reader: joins the original, the structure, the form and the server.
import { Corrections } from './api.js';
import { Editor } from './editor.js';
import { TextPane } from './text.js';
import { Tree } from './tree.js';

const root = document.getElementById('reader');
const words = JSON.parse(root.dataset.words);
const may = root.dataset.correct === '1';
// The range of the text that this page holds; a long document is read in parts.
const part = { from: Number(root.dataset.from), to: Number(root.dataset.to) };
const holds = (start, end = start + 1) => start < part.to && end > part.from;
const leave = (start, end) => { window.location.assign(`${root.dataset.at}?s=${start}-${end}#s=${start}-${end}`); };
const banner = document.getElementById('rd-banner');
const log = document.getElementById('rd-log');
let unparsed = JSON.parse(root.dataset.unparsed);
let asked = null;

document.body.classList.add('reading');
log.hidden = true;
log.classList.add('drawer');

const api = new Corrections(root, took, trouble);
const text = new TextPane(document.getElementById('rd-text'), api.parts);
const tree = new Tree(document.getElementById('rd-tree'), api.parts, item => {
  const range = tree.range(item);
  if (isElsewhere(range)) { text.dim(); say(words['reader.elsewhere']); } else text.light(range.start, range.end, true);
  asked = null;
  if (editor) { editor.picked = null; editor.caret = null; editor.stop = null; }
});
const editor = may ? new Editor(document.getElementById('rd-editor'), words, { tree, text, send: request => api.send(request), say }) : null;
if (editor) { editor.picked = null; editor.caret = null; editor.stop = null; }

// An item that reaches into this part from another may hold smaller ones whose words stand there alone.
function isElsewhere(range) { return range.end > range.start && !holds(range.start, range.end); }

function say(sentence) {
  const place = document.getElementById('rd-said');
  place.textContent = '';
  requestAnimationFrame(() => { place.textContent = sentence; });
  for (const old of root.querySelectorAll('.rd-note')) old.remove();
  const note = document.createElement('div');
  note.className = 'rd-note';
  note.textContent = sentence;
  note.setAttribute('aria-hidden', 'true');
  root.append(note);
  setTimeout(() => note.remove(), 3200);
}

function warn(sentence, buttons) {
  banner.replaceChildren(sentence, ...buttons.map(([label, work]) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    button.addEventListener('click', work);
    return button;
  }));
  banner.hidden = false;
}

function trouble(kind, request) {
  if (kind === 'conflict') {
    warn(words['reader.conflict'], [[words['reader.reload'], () => window.location.reload()]]);
    return;
  }
  warn(words['reader.offline'], [
    [words['reader.retry'], async () => { banner.hidden = true; const result = await api.send(request); if (result.ok && editor) editor.close(); else if (result.problem) say(result.problem); }],
    [words['reader.discard'], () => { api.keep(null); banner.hidden = true; }],
  ]);
}

// The server's answer: what looks different now, and where things stand.
function took(answer, request) {
  const held = { ref: tree.ref(), range: tree.range() };
  for (const number of Object.keys(answer.chunks)) text.put(number, answer.chunks[number]);
  for (const key of Object.keys(answer.blocks)) tree.put(key, answer.blocks[key], holds);
  tree.arrange(answer.order);
  tree.watch();
  unparsed = answer.unparsed;
  document.getElementById('rd-tasks').textContent = answer.tasks;
  document.getElementById('rd-unparsed').textContent = answer.unparsed.length;
  document.getElementById('rd-entries').textContent = answer.entries;
  document.getElementById('rd-panel').innerHTML = answer.panel;
  const coverage = document.getElementById('rd-coverage');
  const bar = coverage.querySelector('rect:not(.track)');
  bar.setAttribute('width', (answer.coverage * 100).toFixed(1));
  bar.setAttribute('class', answer.coverage < 0.95 ? 'low' : 'full');
  coverage.querySelector('.coverage > span').textContent = `${(answer.coverage * 100).toFixed(1)}%`;
  banner.hidden = true;

  const made = request.operation === 'add' && request.end > request.start ? tree.covering(request.start, request.end) : null;
  const moved = request.operation === 'move' ? tree.find(request.node.replace(/\d+$/, String(Number(request.to.place) - 1))) : null;
  const item = made || moved || tree.find(held.ref) || tree.after(held.ref, held.range) || (held.range && tree.covering(held.range.start, Math.min(held.range.end, held.range.start + 1))) || tree.element.querySelector('[role=treeitem]');
  tree.select(item, { focus: !editor || !editor.isOpen });
  buttons(answer);
  say(words['reader.saved']);
}

function buttons(answer) {
  const undo = root.querySelector('[data-do=undo]');
  if (!undo) return;
  undo.setAttribute('aria-disabled', String(!answer.mayUndo));
  root.querySelector('[data-do=redo]').setAttribute('aria-disabled', String(!answer.mayRedo));
}

async function simple(request) {
  const result = await api.send(request);
  if (result.problem) say(result.problem);
}

let doomed = null;
const work = {
  edit: () => editor.edit(),
  split: () => editor.split(),
  add: () => editor.add(),
  merge() {
    if (!['task', 'measure', 'commitment'].includes(tree.kind())) { say(words['reader.cannotMerge']); return; }
    simple({ operation: 'merge', node: tree.ref(), to: {} });
  },
  remove() {
    if (tree.kind() === 'document') return;
    if (doomed !== tree.ref()) {
      doomed = tree.ref();
      say(words['reader.removeAsk']);
      setTimeout(() => { doomed = null; }, 5000);
      return;
    }
    doomed = null;
    simple({ operation: 'remove', node: tree.ref(), to: {} });
  },
  undo: () => simple({ operation: 'undo' }),
  redo: () => simple({ operation: 'redo' }),
};

function move(direction) {
  if (tree.kind() !== 'assignment') return;
  simple({ operation: 'move', node: tree.ref(), to: { place: String(Number(tree.values().place) + direction) } });
}

function toggleLog(open = log.hidden) {
  log.hidden = !open;
  document.getElementById('rd-log-open').setAttribute('aria-expanded', String(open));
  if (open) document.getElementById('rd-log-close').focus();
  else if (tree.current) tree.current.focus({ preventScroll: true });
}

async function nextUnparsed(direction) {
  if (unparsed.length === 0) { say(words['reader.noneLeft']); return; }
  const at = asked ? asked.start : tree.range().start - (direction > 0 ? 1 : 0);
  const ordered = direction > 0 ? unparsed : unparsed.slice().reverse();
  const [start, end] = ordered.find(([from]) => direction > 0 ? from > at : from < at) || ordered[0];
  await stop(start, end);
}

// Shows words that no item holds; "add" then works on them.
async function stop(start, end) {
  if (!holds(start)) { leave(start, end); return; }
  await text.light(start, end, true);
  asked = { start, end };
  if (editor) { editor.stop = asked; editor.picked = null; }
}

text.element.addEventListener('mouseup', () => setTimeout(chosen, 0));
text.element.addEventListener('keyup', event => { if (event.shiftKey || event.key === 'Shift') chosen(); });

// A drag chooses words; a click puts the caret and shows the item.
async function chosen() {
  const selection = text.selection();
  if (!selection) return;
  if (selection.end > selection.start) {
    if (editor) { editor.picked = selection; editor.stop = null; }
    return;
  }
  const run = text.runs(selection.start, selection.start + 1)[0] || text.runs(Math.max(0, selection.start - 1), selection.start)[0];
  if (run) await follow(run, selection.start);
}

async function follow(run, caret = null) {
  if (!run.dataset.n) {
    if (run.classList.contains('r-unparsed')) {
      const range = unparsed.find(([start, end]) => Number(run.dataset.s) >= start && Number(run.dataset.s) < end);
      if (range) await stop(range[0], range[1]);
    }
    return;
  }
  const block = tree.block(run.dataset.b);
  if (block && block.dataset.pending) await tree.load([block]);
  const item = tree.find(run.dataset.n);
  if (!item) return;
  tree.select(item, { focus: false });
  if (editor) { editor.caret = caret; editor.follow(); }
}

root.addEventListener('click', event => {
  const button = event.target.closest('[data-do], [data-undo]');
  if (!button) return;
  if (button.dataset.undo) simple({ operation: 'undo', ordinal: Number(button.dataset.undo) });
  else if (work[button.dataset.do]) tree.ready().then(work[button.dataset.do]);
});
tree.element.addEventListener('click', event => {
  const item = event.target.closest('[role=treeitem]');
  if (item && isElsewhere(tree.range(item))) leave(tree.range(item).start, tree.range(item).end);
  else if (item && editor) editor.follow();
});
tree.element.addEventListener('dblclick', event => { if (editor && event.target.closest('[role=treeitem]')) { event.preventDefault(); tree.ready().then(work.edit); } });
document.getElementById('rd-next').addEventListener('click', () => nextUnparsed(1));
document.getElementById('rd-log-open').addEventListener('click', () => toggleLog());
document.getElementById('rd-log-close').addEventListener('click', () => toggleLog(false));

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.isComposing || document.querySelector('dialog[open]')) return;
  if (event.target.closest('input, select, textarea') || (event.target.closest('button, a, summary') && ['Enter', ' '].includes(event.key))) return;
  const inText = text.element.contains(event.target);
  if (press(event, inText)) event.preventDefault();
});

function press(event, inText) {
  const { key } = event;
  if (event.altKey) {
    if (may && key === 'ArrowUp') { move(-1); return true; }
    if (may && key === 'ArrowDown') { move(1); return true; }
    return false;
  }
  if (inText && ['j', 'k'].includes(key)) { walk(key === 'j' ? 1 : -1); return true; }
  if (inText && (key.startsWith('Arrow') || ['Home', 'End'].includes(key))) return false;
  switch (key) {
    case 'ArrowDown': case 'j': tree.step(1); return true;
    case 'ArrowUp': case 'k': tree.step(-1); return true;
    case 'ArrowRight': tree.open(); return true;
    case 'ArrowLeft': tree.close(); return true;
    case 'Home': tree.edge(false); return true;
    case 'End': tree.edge(true); return true;
    case 'Enter':
      if (inText) tree.select(tree.current);
      else if (isElsewhere(tree.range())) leave(tree.range().start, tree.range().end);
      else { const range = tree.range(); text.light(range.start, range.end, true); text.element.focus({ preventScroll: true }); }
      return true;
    case 't': if (inText) tree.current.focus({ preventScroll: true }); else text.element.focus({ preventScroll: true }); return true;
    case 'n': nextUnparsed(1); return true;
    case 'N': nextUnparsed(-1); return true;
    case 'c': toggleLog(); return true;
    case '[': case ']': {
      const link = document.querySelector(`.rd-parts a[rel=${key === '[' ? 'prev' : 'next'}]`);
      if (link) link.click();
      return true;
    }
    case '?': document.getElementById('rd-help').showModal(); return true;
    case 'Escape': if (!log.hidden) toggleLog(false); else if (editor) editor.close(); return true;
    default: break;
  }
  if (!may) return false;
  const done = { e: 'edit', s: 'split', m: 'merge', a: 'add', Delete: 'remove', u: 'undo', U: 'redo' }[key];
  if (!done) return false;
  tree.ready().then(work[done]);
  return true;
}

// From the original: the next words that belong to an item or were not understood.
async function walk(direction) {
  const at = text.lit.length > 0 ? Number(text.lit[direction > 0 ? text.lit.length - 1 : 0].dataset.s) : -1;
  const run = text.next(at, direction);
  if (run) await follow(run);
}

// #s=START-END shows words: those of an item, or any others.
async function address() {
  const match = /^#s=(\d+)-(\d+)$/.exec(window.location.hash);
  if (!match) return;
  const [start, end] = [Number(match[1]), Number(match[2])];
  if (!holds(start)) {
    // The address that leads here names the part already; one that was typed may not.
    if (!window.location.search.includes(`s=${start}-`)) leave(start, end);
    return;
  }
  const item = Array.from(document.querySelectorAll(`[data-s="${start}"][data-e="${end}"]`)).pop() || tree.covering(start, end);
  if (item) tree.select(item, { focus: false, quiet: true });
  await text.light(start, end, true);
  if (unparsed.some(([from, to]) => from === start && to === end)) {
    asked = { start, end };
    if (editor) editor.stop = asked;
  }
}
window.addEventListener('hashchange', address);

const undelivered = may ? api.pending() : null;
if (undelivered) {
  const { seen, ...request } = undelivered;
  if (seen === api.version) warn(words['reader.pending'], [
    [words['reader.retry'], () => { banner.hidden = true; simple(request); }],
    [words['reader.discard'], () => { api.keep(null); banner.hidden = true; }],
  ]);
  else api.keep(null);
}
await address();
