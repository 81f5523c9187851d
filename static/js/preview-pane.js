// On a wide screen the preview of what is entered can be shown beside the form, and follows it if asked.
"use strict";

(() => {
  const pane = document.querySelector(".preview-pane");
  const preview = document.querySelector(".save-bar [name=_preview]");
  if (!pane || !preview) {
    return;
  }
  const WAIT = 1500;
  const form = preview.form;
  const follow = pane.querySelector("[data-preview-follow]");
  const toggle = document.createElement("button");
  let timer = 0;

  // The button of the new tab sends the form, with another target.
  function update() {
    preview.formTarget = "preview-pane";
    form.requestSubmit(preview);
    preview.formTarget = "_blank";
  }

  function show(isShown) {
    pane.hidden = !isShown;
    document.body.classList.toggle("has-preview-pane", isShown);
    toggle.textContent = isShown ? pane.dataset.hide : pane.dataset.show;
    toggle.setAttribute("aria-expanded", isShown);
    if (isShown) {
      update();
    }
  }

  toggle.type = "button";
  toggle.className = "button button--quiet preview-pane-toggle";
  toggle.addEventListener("click", () => show(pane.hidden));
  preview.after(toggle);
  toggle.textContent = pane.dataset.show;
  toggle.setAttribute("aria-expanded", "false");
  pane.querySelector("[data-preview-update]").addEventListener("click", update);
  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, (event) => {
      clearTimeout(timer);
      if (follow.checked && !pane.hidden && !(event.target === follow && kind === "input")) {
        timer = setTimeout(update, WAIT);
      }
    });
  }
})();
