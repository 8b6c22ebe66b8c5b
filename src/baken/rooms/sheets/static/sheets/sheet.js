/* Saves a section of a sheet while it is filled in: <form data-sheet="REF">, a question in [data-question-of].
   A question that changed is sent by itself. Without network it is kept on this device, by sheet, address and
   question, and sent from any section of the sheet once there is network again; the words of a question that
   waits are put back after a reload. The section as a whole is sent after what waits: never instead of it. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-sheet]");
  if (!form) return;
  const SHEET = `baken-sheet:${form.dataset.who}:${form.dataset.sheet}:`; // by who: a device may be shared
  const PREFIX = `${SHEET}${location.pathname}:`;
  const WAIT = 400;
  const AGAIN = 15000;
  const status = form.querySelector("[data-sheet-status]");
  const texts = form.dataset;
  const timers = new Map();
  const asked = Number(texts.asked);
  let busy = Promise.resolve();

  const say = (text) => { if (status) status.textContent = text; };
  const box = (name) => form.querySelector(`[data-question-of="${CSS.escape(name)}"]`);
  const entriesOf = (name) => Array.from(new FormData(form)).filter(([field]) => field === name || field.startsWith(`${name}__`))
    .filter(([, value]) => typeof value === "string");
  const waiting = (where = PREFIX) => Object.keys(localStorage).filter((key) => key.startsWith(where));
  const refused = new Set(); // of other sections: they tell why on their own page
  const keep = (name, entries) => { try { localStorage.setItem(PREFIX + name, JSON.stringify(entries)); return true; } catch { return false; } };

  const remember = (name, serial) => {
    const seen = form.elements[`${name}__seen`];
    if (seen && Number.isInteger(serial)) seen.value = serial;
  };
  const wrong = (name, text) => {
    const here = box(name);
    if (!here) return;
    let line = here.querySelector(".baken-question__wrong");
    if (!line) {
      line = document.createElement("p");
      line.className = "baken-question__wrong baken-field__error";
      line.setAttribute("role", "alert");
      here.append(line);
    }
    line.textContent = text;
    line.hidden = !text;
  };

  const send = async (key) => {
    const kept = localStorage.getItem(key);
    if (kept === null) return;
    const rest = key.slice(SHEET.length);
    const path = rest.slice(0, rest.indexOf(":"));
    const name = rest.slice(path.length + 1);
    const isHere = path === location.pathname;
    const body = new URLSearchParams(JSON.parse(kept));
    const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    let answer;
    try {
      answer = await fetch(path, { method: "POST", body, credentials: "same-origin", redirect: "manual",
        headers: { "X-CSRFToken": token, "X-Baken-Autosave": "1", Accept: "application/json" } });
    } catch { say(texts.textKept); return; }
    if (answer.status !== 200 && answer.status !== 400 && answer.status !== 409) { say(texts.textKept); return; }
    const told = await answer.json();
    if (answer.status !== 200 && !isHere) { refused.add(key); return; }
    if (answer.status !== 200) { wrong(name, Object.values(told.errors).join(" ")); localStorage.removeItem(key); return; }
    if (localStorage.getItem(key) === kept) localStorage.removeItem(key);
    if (!isHere) { if (told.beside.length) say(texts.textBeside); return; }
    wrong(name, "");
    Object.values(told.serials).forEach((serial) => { remember(name, serial); });
    Object.entries(told.was).forEach(([field, was]) => { if (form.elements[`${field}__was`]) form.elements[`${field}__was`].value = was; });
    if (told.beside.length) say(texts.textBeside);
    else if (told.hidden.length || told.asked !== asked) say(texts.textReload);
    else say(`${texts.textSaved} (${told.answered}/${told.asked})`);
  };
  const flush = () => {
    waiting(SHEET).filter((key) => !refused.has(key)).forEach((key) => { busy = busy.then(() => send(key)); });
    return busy;
  };

  form.addEventListener("input", (event) => {
    const here = event.target.closest("[data-question-of]");
    if (!here) return;
    const name = here.dataset.questionOf;
    keep(name, entriesOf(name));
    clearTimeout(timers.get(name));
    timers.set(name, setTimeout(() => { busy = busy.then(() => send(PREFIX + name)); }, WAIT));
  });
  let passes = false;
  form.addEventListener("submit", (event) => {
    timers.forEach(clearTimeout);
    if (passes || (navigator.onLine && !waiting().length)) return;
    event.preventDefault();
    flush().then(() => {
      if (!navigator.onLine || waiting().length) { say(texts.textKept); return; }
      passes = true;
      form.requestSubmit(event.submitter);
    });
  });

  const restore = () => {
    waiting().forEach((key) => {
      const name = key.slice(PREFIX.length);
      let entries;
      try { entries = JSON.parse(localStorage.getItem(key)); } catch { localStorage.removeItem(key); return; }
      const values = {};
      entries.forEach(([field, value]) => { values[field] = [...(values[field] || []), value]; });
      Array.from(form.elements).filter((one) => one.name in values || one.name === name).forEach((one) => {
        if (one.type === "checkbox" || one.type === "radio") one.checked = (values[one.name] || []).includes(one.value);
        else if (one.name in values) [one.value] = values[one.name];
      });
    });
  };
  restore();
  if (waiting().length) say(texts.textKept);
  flush();
  window.addEventListener("online", flush);
  setInterval(flush, AGAIN);
})();
