/* A kiosk clears itself when nobody touches it: a warning first, then the first screen, without a way back. */
(() => {
  "use strict";
  const WARNING = 15000;

  document.addEventListener("DOMContentLoaded", () => {
    const bar = document.querySelector("[data-kiosk-idle]");
    if (!bar) return;
    const whole = Number(bar.dataset.kioskIdle) * 1000;
    let warn;
    let clear;
    const home = () => window.location.replace(bar.dataset.kioskHome);
    const begin = () => {
      clearTimeout(warn);
      clearTimeout(clear);
      bar.hidden = true;
      warn = setTimeout(() => { bar.hidden = false; }, Math.max(whole - WARNING, whole / 2));
      clear = setTimeout(home, whole);
    };
    ["pointerdown", "keydown", "input", "scroll"].forEach((name) => document.addEventListener(name, begin, { passive: true }));
    window.addEventListener("pageshow", (event) => { if (event.persisted) home(); });
    begin();
  });
})();
