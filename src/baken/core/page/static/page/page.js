/* What every page does beyond HTML: display theme, keyboard shortcuts, menus, photo preview, one submit at a time.
   Runs in the head, so that the theme is right before anything is drawn; everything else waits for the document. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  // Theme: the device decides until the person does.
  const THEMES = ["auto", "light", "dark"];
  const storedTheme = () => {
    try { return localStorage.getItem("baken-theme"); } catch { return null; }
  };
  const showTheme = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
    document.querySelectorAll("[data-theme-toggle]").forEach((button) => {
      button.textContent = button.getAttribute(`data-text-${theme}`);
    });
  };
  const currentTheme = () => storedTheme() || root.dataset.theme || "auto";
  showTheme(currentTheme());
  const nextTheme = () => {
    const theme = THEMES[(THEMES.indexOf(currentTheme()) + 1) % THEMES.length];
    try { localStorage.setItem("baken-theme", theme); } catch { /* the choice lasts for this page only */ }
    showTheme(theme);
  };

  // Single keys: "/" search, "n" new report, "g i" inbox, "?" the list of keys; never while typing,
  // nor when their reader switched them off.
  let keys = [];
  let lastKeyAt = 0;
  const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable]") !== null;
  const onKey = (event) => {
    if (event.key === "Escape") closeDropdowns(null);
    if (document.querySelector("dialog[open]")) return;
    if (root.dataset.shortcuts === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.repeat || isTyping(event.target) || event.key.length !== 1) return;
    keys = event.timeStamp - lastKeyAt < 1000 ? [...keys.slice(-1), event.key.toLowerCase()] : [event.key.toLowerCase()];
    lastKeyAt = event.timeStamp;
    const target = [keys.join(" "), keys.at(-1)]
      .map((combination) => document.querySelector(`[data-shortcut="${CSS.escape(combination)}"]`))
      .find(Boolean);
    if (!target) return;
    event.preventDefault();
    keys = [];
    if (target.matches("input, textarea")) { target.focus(); target.select(); } else target.click();
  };

  // Menus
  const closeDropdowns = (except) => {
    document.querySelectorAll("details[data-dropdown][open]").forEach((menu) => {
      if (menu === except) return;
      const hadFocus = menu.contains(document.activeElement);
      menu.open = false;
      if (hadFocus && except === null) menu.querySelector("summary").focus();
    });
  };
  const toggleMenu = (button) => {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    document.getElementById(button.getAttribute("aria-controls")).classList.toggle("shell-panel--open", open);
  };
  const onClick = (event) => {
    const menu = event.target.closest("details[data-dropdown]");
    if (!menu) closeDropdowns(undefined);
    if (event.target.closest("[data-theme-toggle]")) nextTheme();
    const button = event.target.closest("[data-menu]");
    if (button) toggleMenu(button);
    if (event.target.closest("[data-print]")) window.print();
    const filler = event.target.closest("[data-fill]");
    if (filler) fill(filler);
  };

  // Photos: drawn on a canvas, so that no address of the file leaves the page.
  const sizeText = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`);
  const part = (tag, className, text) => {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  };
  const drawPhoto = async (file, item) => {
    if (!file.type.startsWith("image/") || !window.createImageBitmap) return;
    try {
      const photo = await createImageBitmap(file);
      const canvas = document.createElement("canvas");
      canvas.width = 288;
      canvas.height = Math.min(576, Math.max(72, Math.round((288 * photo.height) / photo.width)));
      canvas.getContext("2d").drawImage(photo, 0, 0, canvas.width, canvas.height);
      photo.close();
      item.prepend(canvas);
    } catch { /* not a picture this browser can draw: the name is enough */ }
  };
  const showFiles = (input) => {
    const list = document.getElementById(input.dataset.preview);
    if (!list) return;
    list.replaceChildren(...Array.from(input.files, (file) => {
      const item = document.createElement("li");
      item.append(part("span", "baken-preview__name", file.name), part("span", "baken-preview__size", sizeText(file.size)));
      drawPhoto(file, item);
      return item;
    }));
  };
  const onChange = (event) => {
    if (event.target.matches("input[type=file][data-preview]")) showFiles(event.target);
    if (event.target.matches("input[type=checkbox]")) sayChosen(event.target.closest("fieldset"));
  };

  // Many choices: a box that hides what does not fit its word, and a line that says what is chosen.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  const sayChosen = (group) => {
    const line = group?.querySelector("[data-chosen]");
    if (!line) return;
    const names = Array.from(group.querySelectorAll("input:checked"), (input) => input.closest("label").querySelector(".baken-tile__label").textContent);
    line.textContent = names.length ? `${line.dataset.textChosen} ${names.join(", ")}` : line.dataset.textNone;
  };
  const find = (box) => {
    const group = document.getElementById(box.dataset.find);
    const words = plain(box.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    group.querySelectorAll(".baken-tile").forEach((tile) => {
      const text = plain(`${tile.textContent} ${tile.title}`);
      tile.hidden = !words.every((word) => text.includes(word)) && !tile.querySelector(":checked");
      if (!tile.hidden) shown += 1;
    });
    if (shown === 0) group.querySelector("[data-chosen]").textContent = group.querySelector("[data-chosen]").dataset.textAbsent;
    else sayChosen(group);
  };
  const onInput = (event) => {
    if (event.target.matches("[data-find]")) find(event.target);
  };
  // Enter in the find box must not send the form around it.
  const onFindKey = (event) => {
    if (event.key === "Enter" && event.target.matches?.("[data-find]")) event.preventDefault();
  };
  // A button that fills in a field, and leads to it.
  const fill = (button) => {
    const input = document.getElementById(button.dataset.fill);
    const fold = input.closest("details");
    if (fold) fold.open = true;
    input.value = button.dataset.value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.focus();
  };

  // One submit at a time. The button is switched off after the form was read, so its value goes along.
  const release = (form) => {
    delete form.dataset.sending;
    form.querySelectorAll("[data-switched-off]").forEach((button) => {
      button.disabled = false;
      button.classList.remove("utrecht-button--busy");
      delete button.dataset.switchedOff;
    });
  };
  const onSubmit = (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sending) { event.preventDefault(); return; }
    form.dataset.sending = "yes";
    if (form.matches("[data-logout]")) forgetDrafts();
    setTimeout(() => {
      form.querySelectorAll("button:not([type=button]):not(:disabled)").forEach((button) => {
        button.dataset.switchedOff = "yes";
        button.disabled = true;
        button.classList.add("utrecht-button--busy");
      });
    });
    // A stopped or failed request leaves the page standing: it must be possible to try again.
    // A download leaves it standing as well, and may be wanted twice.
    setTimeout(() => release(form), form.dataset.download === undefined ? 15000 : 3000);
  };
  // The next person at this browser must not find the drafts of the last one.
  const forgetDrafts = () => {
    try {
      Object.keys(sessionStorage).filter((key) => key.startsWith("baken-draft:")).forEach((key) => sessionStorage.removeItem(key));
    } catch { /* nothing was stored */ }
  };

  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  document.addEventListener("change", onChange);
  document.addEventListener("input", onInput);
  document.addEventListener("keydown", onFindKey);
  document.addEventListener("draft:restored", (event) => event.target.querySelectorAll("fieldset").forEach(sayChosen));
  window.addEventListener("submit", onSubmit);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-sending]").forEach(release);
  });
  document.addEventListener("DOMContentLoaded", () => {
    showTheme(currentTheme());
    document.querySelector("[data-error-summary]")?.focus();
    document.querySelectorAll("input[type=file][data-preview]").forEach(showFiles);
    document.querySelectorAll("fieldset:has([data-chosen])").forEach(sayChosen);
  });
})();
