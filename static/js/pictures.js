// A picture that is dropped on its field is chosen, as if with the field's button.
"use strict";

(() => {
  const boxOf = (event) => event.target.closest?.("[data-picture-drop]");

  for (const hint of document.querySelectorAll("[data-picture-hint]")) {
    hint.hidden = false;
  }
  document.addEventListener("dragover", (event) => {
    const box = boxOf(event);
    if (box && event.dataTransfer.types.includes("Files")) {
      event.preventDefault();
      box.classList.add("picture-widget--over");
    }
  });
  document.addEventListener("dragleave", (event) => boxOf(event)?.classList.remove("picture-widget--over"));
  document.addEventListener("drop", (event) => {
    const box = boxOf(event);
    const file = box && [...event.dataTransfer.files].find((one) => one.type.startsWith("image/"));
    if (!box) {
      return;
    }
    event.preventDefault();
    box.classList.remove("picture-widget--over");
    if (file) {
      const input = box.querySelector("input[type=file]");
      const chosen = new DataTransfer();
      chosen.items.add(file);
      input.files = chosen.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      const clear = box.querySelector("input[type=checkbox]");
      if (clear) {
        clear.checked = false;
      }
    }
  });
})();
