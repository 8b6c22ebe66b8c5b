/* Shows a question only when the answers above it ask for it; without this script all of them stand there, with words. */
(() => {
  "use strict";
  const answers = (form, name) => Array.from(form.querySelectorAll(`[name="${CSS.escape(name)}"]`))
    .filter((one) => (one.type === "radio" || one.type === "checkbox" ? one.checked : one.value))
    .filter((one) => !one.closest("[data-when][hidden]"))
    .map((one) => one.value);
  const isAsked = (form, when) => Object.entries(when).every(([name, wanted]) => answers(form, name).some((one) => wanted.includes(one)));
  const show = (form) => form.querySelectorAll("[data-when]").forEach((part) => {
    part.hidden = !isAsked(form, JSON.parse(part.dataset.when));
  });

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-follow-up]").forEach((form) => {
    form.querySelectorAll("[data-only-if]").forEach((line) => { line.hidden = true; });
    form.addEventListener("change", () => show(form));
    form.addEventListener("draft:restored", () => show(form));
    show(form);
  }));
})();
