/* Questions that are asked only when one of some boxes is ticked: on what holds them
   data-asked-by="name of the boxes" and data-asked-with="values that ask it". Without script all are asked. */
(() => {
  "use strict";
  const show = () => {
    document.querySelectorAll("[data-asked-by]").forEach((part) => {
      const boxes = document.querySelectorAll(`input[name="${CSS.escape(part.dataset.askedBy)}"]:checked`);
      const wanted = part.dataset.askedWith.split(" ");
      part.hidden = !Array.from(boxes).some((box) => wanted.includes(box.value));
    });
  };
  document.addEventListener("change", show);
  document.addEventListener("input", show);
  show();
})();
