// What is sent to the server: one correction after another; one that was not delivered is kept until it is sent or given up.

export class Corrections {
  constructor(root, onDone, onTrouble) {
    this.at = root.dataset.at;
    this.version = Number(root.dataset.version);
    this.key = `zhice-pending-${root.dataset.id}`;
    this.onDone = onDone;
    this.onTrouble = onTrouble;
    this.busy = false;
    const token = document.querySelector('meta[name=form-token]');
    this.token = token ? token.content : '';
  }

  parts = async query => {
    try {
      const answer = await fetch(`${this.at}/parts?${query}`, { headers: { Accept: 'application/json' } });
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  };

  pending() {
    try { return JSON.parse(sessionStorage.getItem(this.key)); } catch { return null; }
  }

  keep(request) {
    try {
      if (request) sessionStorage.setItem(this.key, JSON.stringify(request));
      else sessionStorage.removeItem(this.key);
    } catch { /* a browser without storage keeps nothing over a reload */ }
  }

  // Resolves to { ok } or { problem } with a sentence; connection trouble and conflicts are told through onTrouble as well.
  async send(request) {
    if (this.busy) return { busy: true };
    this.busy = true;
    this.keep({ ...request, seen: this.version });
    try {
      const answer = await fetch(`${this.at}/corrections`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Form-Token': this.token, Accept: 'application/json' },
        body: JSON.stringify({ ...request, version: this.version }),
      });
      const body = await answer.json().catch(() => ({}));
      if (answer.ok) {
        this.keep(null);
        this.version = body.version;
        this.onDone(body, request);
        return { ok: true };
      }
      this.keep(null);
      if (answer.status === 409 && body.code === 'document.changed') this.onTrouble('conflict', request);
      return { problem: body.title || `${answer.status}` };
    } catch {
      this.onTrouble('offline', request);
      return { offline: true };
    } finally {
      this.busy = false;
    }
  }
}
