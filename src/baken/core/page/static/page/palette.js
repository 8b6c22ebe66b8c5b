/* The palette (Ctrl or Cmd with K): type a reference, a page, a unit or an action, and go there.
   One request at a time, after a short rest in typing; without an answer Enter still searches. */
(() => {
  "use strict";
  const REST = 120;

  const setUp = () => {
    const dialog = document.getElementById("palette");
    const keys = document.getElementById("keys");
    if (!dialog) return;
    const input = dialog.querySelector("input");
    const list = dialog.querySelector("[role=listbox]");
    const status = dialog.querySelector("[role=status]");
    let timer = 0;
    let asking = null;
    let shown = [];
    let current = -1;

    const mark = (place) => {
      const options = Array.from(list.children);
      current = options.length ? (place + options.length) % options.length : -1;
      options.forEach((option, number) => option.setAttribute("aria-selected", String(number === current)));
      if (current < 0) { input.removeAttribute("aria-activedescendant"); return; }
      input.setAttribute("aria-activedescendant", options[current].id);
      options[current].scrollIntoView({ block: "nearest" });
    };

    const part = (className, text) => {
      const element = document.createElement("span");
      element.className = className;
      element.textContent = text;
      return element;
    };

    const show = (items) => {
      shown = items;
      list.replaceChildren(...items.map((item, number) => {
        const option = document.createElement("li");
        option.id = `palette-${number}`;
        option.role = "option";
        option.append(part("baken-palette__label", item.label), part("baken-palette__kind", item.kind));
        return option;
      }));
      input.setAttribute("aria-expanded", String(items.length > 0));
      status.textContent = items.length ? `${dialog.dataset.textSome} ${items.length}` : dialog.dataset.textNone;
      mark(items.length ? 0 : -1);
    };

    const ask = async () => {
      asking?.abort();
      asking = new AbortController();
      const wanted = input.value;
      try {
        const address = `${dialog.dataset.source}?${new URLSearchParams({ q: wanted })}`;
        const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(String(answer.status));
        const found = await answer.json();
        if (input.value === wanted) show(found.items);
      } catch (problem) {
        if (problem.name === "AbortError") return;
        show([]);
        status.textContent = dialog.dataset.textTrouble;
      }
    };

    const open = () => {
      if (dialog.open) return;
      if (keys.open) keys.close();
      input.value = "";
      list.replaceChildren();
      shown = [];
      status.textContent = "";
      input.setAttribute("aria-expanded", "false");
      dialog.showModal();
      input.focus();
      ask();
    };

    // What no address stands for: what a button of the page itself does.
    const act = (name) => {
      dialog.close();
      const [what, value] = name.split(":");
      const button = {
        language: () => document.querySelector(`.shell-languages button[value="${CSS.escape(value || "")}"]`),
        theme: () => document.querySelector("[data-theme-toggle]"),
        keys: () => document.querySelector("[data-keys]"),
        logout: () => document.querySelector("[data-logout] button"),
      }[what]?.();
      button?.click();
    };

    const go = (item) => {
      if (item.act) act(item.act);
      else location.assign(item.url);
    };

    const onPaletteKey = (event) => {
      if (event.key === "ArrowDown") mark(current + 1);
      else if (event.key === "ArrowUp") mark(current - 1);
      else if (event.key === "Home" && event.ctrlKey) mark(0);
      else if (event.key === "End" && event.ctrlKey) mark(-1);
      else return;
      event.preventDefault();
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, REST);
    });
    input.addEventListener("keydown", onPaletteKey);
    dialog.querySelector("form").addEventListener("submit", async (event) => {
      const typed = input.value;
      if (!typed.trim() && current < 0) { event.preventDefault(); return; }
      // What is shown may be of fewer letters than were typed: ask once more before going.
      if (timer) {
        event.preventDefault();
        clearTimeout(timer);
        timer = 0;
        await ask();
        if (shown[current]) go(shown[current]);
        else event.target.submit();
        return;
      }
      if (shown[current]) { event.preventDefault(); go(shown[current]); }
    });
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) go(shown[Array.from(list.children).indexOf(option)]);
    });
    [dialog, keys].forEach((one) => one.addEventListener("click", (event) => {
      if (event.target === one || event.target.closest("[data-close]")) one.close();
    }));
    document.addEventListener("click", (event) => {
      if (event.target.closest("[data-palette]")) { event.preventDefault(); open(); }
      if (event.target.closest("[data-keys]")) { event.preventDefault(); keys.showModal(); }
    });
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        if (dialog.open) dialog.close();
        else open();
      }
    });
  };

  document.addEventListener("DOMContentLoaded", setUp);
})();
