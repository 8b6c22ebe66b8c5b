/* Keeps what is typed in <form data-draft="URL or empty" data-draft-key="…" data-draft-saved-at="ISO moment">.
   At once in this tab (sessionStorage); also on the server when there is an address and the form is not anonymous.
   A page with data-draft-clear="key" removes the draft; the hidden input "key" gets a random key that survives reloads. */
(() => {
  "use strict";
  const PREFIX = "baken-draft:";
  const LOCAL_WAIT = 300;
  const SERVER_WAIT = 1500;
  const LEAVE_WAIT = 15000; // as long as page.js keeps the button switched off
  const SKIP = ["file", "password", "submit", "button", "reset", "image"];

  const load = (key) => {
    try { return JSON.parse(sessionStorage.getItem(PREFIX + key)) || {}; } catch { return {}; }
  };
  const store = (key, draft) => {
    try { sessionStorage.setItem(PREFIX + key, JSON.stringify(draft)); return true; } catch { return false; }
  };
  const randomKey = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const hex = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
    const variant = "89ab"[Number.parseInt(hex[16], 16) % 4];
    return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20)].join("-");
  };

  const kept = (form) => Array.from(form.elements).filter((element) => (
    element.name && element.name !== "csrfmiddlewaretoken" && element.name !== "key" && !SKIP.includes(element.type)
    && element.tagName !== "FIELDSET" && element.tagName !== "OUTPUT" && !("draftSkip" in element.dataset)));
  const valueOf = (element) => {
    if (element.type === "checkbox" || element.type === "radio") return element.checked ? [element.value] : [];
    if (element.type === "select-multiple") return Array.from(element.selectedOptions, (option) => option.value);
    return [element.value];
  };
  // {name: [values]}: every field is a list, so that groups and single fields read the same.
  const collect = (form) => {
    const fields = {};
    kept(form).forEach((element) => { fields[element.name] = [...(fields[element.name] || []), ...valueOf(element)]; });
    if (filesSoFar(form)) fields.photos = [String(filesSoFar(form))];
    return fields;
  };
  // Of files only their number is remembered: a page cannot keep them, and their names say too much.
  const chosenFiles = (form) => Array.from(form.elements).reduce((count, element) => count + (element.type === "file" ? element.files.length : 0), 0);
  const askForFilesAgain = (form, count) => {
    const line = form.querySelector("[data-photos-again]");
    if (!line) return;
    line.hidden = !(count > 0) || chosenFiles(form) > 0;
    if (count > 0) line.querySelector("[data-photos-count]").textContent = count;
  };
  const filesSoFar = (form) => chosenFiles(form) || (form.querySelector("[data-photos-again]:not([hidden]) [data-photos-count]")?.textContent ?? "");
  const restore = (form, fields) => {
    askForFilesAgain(form, Number(fields.photos?.[0] || 0));
    const taken = {};
    kept(form).forEach((element) => {
      const values = fields[element.name];
      if (!Array.isArray(values)) return;
      if (element.type === "checkbox" || element.type === "radio") element.checked = values.includes(element.value);
      else if (element.type === "select-multiple") Array.from(element.options).forEach((option) => { option.selected = values.includes(option.value); });
      else {
        taken[element.name] = (taken[element.name] ?? -1) + 1;
        if (values[taken[element.name]] !== undefined) element.value = values[taken[element.name]];
      }
    });
    form.dispatchEvent(new CustomEvent("draft:restored", { bubbles: true }));
  };

  class Draft {
    constructor(form) {
      this.form = form;
      this.key = form.dataset.draftKey;
      this.url = form.dataset.draft;
      this.status = form.querySelector("[data-draft-status]") || document.querySelector("[data-draft-status]");
      this.keyInput = form.querySelector("input[type=hidden][name=key]");
      this.work = Promise.resolve();
      form.autocomplete = "off";
    }

    start() {
      const found = load(this.key);
      const draft = found.key && found.key === load("done").key ? {} : found; // was sent already
      const savedAt = this.form.dataset.draftSavedAt || "";
      // `base` is the server's version these words were typed on: then the clocks of both need not agree.
      const isNewer = draft.fields && (draft.at > (Date.parse(savedAt) || 0) || draft.base === savedAt);
      if (isNewer) restore(this.form, draft.fields);
      this.base = savedAt;
      this.mayBeOnServer = draft.mayBeOnServer ?? (savedAt !== "" || !this.isAnonymous());
      this.giveKey(draft.key);
      this.form.addEventListener("input", () => this.changed());
      this.form.addEventListener("change", () => { if (chosenFiles(this.form)) askForFilesAgain(this.form, 0); this.changed(); });
      this.form.addEventListener("submit", () => this.leave());
      window.addEventListener("pagehide", () => this.keepLocal());
      window.addEventListener("online", () => { if (this.waiting) this.sync(); });
      window.addEventListener("pageshow", (event) => { if (event.persisted) this.left = false; });
      if (isNewer) this.changed();
    }

    isAnonymous() {
      return new FormData(this.form).get("identity") === "anonymous";
    }

    giveKey(known) {
      if (!this.keyInput) return;
      if (!this.keyInput.value) this.keyInput.value = known || randomKey();
      this.keepLocal();
    }

    changed() {
      this.dirty = true;
      // Back to a form that was sent: the same words keep their key and are stored once, other words get a new one.
      if (this.keyInput && this.keyInput.value === load("done").key) this.keyInput.value = randomKey();
      clearTimeout(this.localTimer);
      clearTimeout(this.serverTimer);
      this.localTimer = setTimeout(() => { this.keepLocal(); this.sayLocal(); }, LOCAL_WAIT);
      if (!this.url) return;
      if (this.isAnonymous()) this.sync();
      else this.serverTimer = setTimeout(() => this.sync(), SERVER_WAIT);
    }

    keepLocal() {
      const before = load(this.key);
      const words = this.dirty ? { at: Date.now(), fields: collect(this.form) } : { at: before.at, fields: before.fields };
      this.stored = store(this.key, { ...words, key: this.keyInput?.value, base: this.base, mayBeOnServer: this.mayBeOnServer });
    }

    sayLocal() {
      if (!this.stored) this.say("failed");
      else if (this.isAnonymous() && !(this.url && this.mayBeOnServer)) this.say("anonymous");
      else if (!this.url) this.say("local");
    }

    // One request after the other, so that a late save can never follow a removal.
    sync() {
      this.work = this.work.then(() => (this.isAnonymous() ? this.removeFromServer() : this.saveToServer()));
    }

    async saveToServer() {
      if (this.left) return;
      this.mayBeOnServer = true;
      const answer = await this.send("POST", JSON.stringify({ fields: collect(this.form) }));
      this.waiting = !answer;
      if (answer) this.base = (await answer.json().catch(() => ({}))).saved_at || this.base;
      if (!this.left) this.keepLocal();
      if (!this.isAnonymous()) this.say(answer ? "saved" : "local");
    }

    async removeFromServer() {
      if (!this.mayBeOnServer) { this.waiting = false; return; }
      const answer = await this.send("DELETE");
      this.mayBeOnServer = !answer;
      this.waiting = !answer;
      this.keepLocal();
      this.say(answer ? "anonymous" : "kept");
    }

    // A redirect means the session is over: the log-in page is no saved draft.
    async send(method, body) {
      const token = this.form.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
      const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
      try {
        const answer = await fetch(this.url, { method, headers, body, credentials: "same-origin", redirect: "error" });
        return answer.ok ? answer : null;
      } catch { return null; }
    }

    leave() {
      clearTimeout(this.localTimer);
      clearTimeout(this.serverTimer);
      this.keepLocal();
      this.left = true;
      setTimeout(() => { this.left = false; }, LEAVE_WAIT);
    }

    say(state) {
      if (!this.status) return;
      const text = this.status.getAttribute(`data-text-${state}`) || "";
      this.status.dataset.state = { anonymous: "saved", kept: "failed" }[state] || state;
      if (this.status.textContent !== text) this.status.textContent = text;
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-draft-clear]").forEach((element) => {
      const key = element.dataset.draftClear;
      const sent = load(key).key;
      if (sent) store("done", { key: sent });
      try { sessionStorage.removeItem(PREFIX + key); } catch { /* nothing was stored */ }
    });
    document.querySelectorAll("form[data-draft-key]").forEach((form) => new Draft(form).start());
  });
})();
