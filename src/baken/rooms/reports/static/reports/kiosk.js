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
    let guarded = false;
    const home = () => window.location.replace(bar.dataset.kioskHome);
    const begin = () => {
      clearTimeout(warn);
      clearTimeout(clear);
      bar.hidden = true;
      warn = setTimeout(() => { bar.hidden = false; }, Math.max(whole - WARNING, whole / 2));
      clear = setTimeout(home, whole);
    };
    // Going back never shows what somebody else typed or was told: it leads to the first screen.
    const guard = () => {
      if (!guarded) window.history.pushState(null, "", window.location.href);
      guarded = true;
    };
    const touched = () => { guard(); begin(); };
    ["pointerdown", "keydown"].forEach((name) => document.addEventListener(name, touched, { passive: true }));
    ["input", "scroll"].forEach((name) => document.addEventListener(name, begin, { passive: true }));
    window.addEventListener("popstate", home);
    window.addEventListener("pageshow", (event) => { if (event.persisted) home(); });
    begin();
  });
})();
