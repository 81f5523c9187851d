// What an entry lacks to be published is shown while the form is filled in. Each fact names the controls that provide
// it (catalogue/required_facts.py); the portal decides when the form is saved.
"use strict";

(() => {
  const box = document.querySelector("[data-status]");
  const form = box?.closest("form");
  if (!form) {
    return;
  }
  const WAIT = 500;
  const facts = [...box.querySelectorAll("[data-filled-by]")].filter((fact) => fact.dataset.filledBy);
  const missing = box.querySelector("[data-status-missing]");
  const ready = box.querySelector("[data-status-ready]");
  const changed = box.querySelector("[data-status-changed]");
  let timer = 0;

  function isFilledIn(control) {
    if (control.closest(".form-row, .inline-related")?.querySelector("[name$='-DELETE']:checked")) {
      return false;
    }
    return control.type === "checkbox" ? control.checked : Boolean(control.value.trim());
  }

  function update() {
    const before = box.innerText;
    for (const fact of facts) {
      fact.hidden = [...form.querySelectorAll(fact.dataset.filledBy)].some(isFilledIn);
    }
    const lacking = [...missing.querySelectorAll("li:not([hidden])")].map((fact) => fact.textContent);
    missing.hidden = lacking.length === 0;
    ready.hidden = lacking.length > 0;
    box.classList.toggle("status--ready", lacking.length === 0);
    if (box.innerText !== before) {
      const heading = missing.querySelector("p").textContent;
      changed.textContent = lacking.length ? `${heading} ${lacking.join(", ")}` : ready.textContent;
    }
  }

  function updateSoon() {
    clearTimeout(timer);
    timer = setTimeout(update, WAIT);
  }

  form.addEventListener("input", updateSoon);
  form.addEventListener("change", updateSoon);
  document.addEventListener("formset:removed", updateSoon);
  django.jQuery(form).on("change", updateSoon); // Select2 tells only jQuery
})();
