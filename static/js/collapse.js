// Rows that are stored are closed to one line, which a button opens. New rows and rows with errors are open. Without
// this file all are open. The texts are in the part marked data-row-texts.
"use strict";

(() => {
  const texts = document.querySelector("[data-row-texts]");
  if (!texts) {
    return;
  }
  const ROW = "tr.form-row:not(.empty-form), .inline-related[id]:not(.empty-form)";
  const LONGEST = 160;

  const groupOf = (row) => row.closest(".js-inline-admin-formset");
  const rowsOf = (group) => [...group.querySelectorAll(ROW)];
  const toggleOf = (row) => row.querySelector(".row-toggle");
  const isOpen = (row) => !row.classList.contains("row--closed");

  function valueOf(control) {
    if (control.matches("select")) {
      return [...control.selectedOptions].map((option) => (option.value ? option.text : "")).join(", ");
    }
    return /^(text|number|url|textarea|date)$/.test(control.type) ? control.value : "";
  }

  function describe(row) {
    const controls = [...row.querySelectorAll("select, textarea, input:not([name$='-order'], [name$='-level'])")];
    const values = controls.filter((one) => !one.matches("[name$='-level'], .select2-search__field")).map(valueOf);
    const text = values.map((value) => value.trim().replace(/\s+/g, " ")).filter(Boolean).join(" · ");
    return text.length > LONGEST ? text.slice(0, LONGEST) + "…" : text;
  }

  function label(row, number) {
    const toggle = toggleOf(row);
    toggle.querySelector(".row-toggle__number").textContent = `${number}.`;
    toggle.querySelector(".row-toggle__text").textContent = isOpen(row) ? "" : describe(row);
    row.classList.toggle("row--inner", row.querySelector("[name$='-level']")?.value === "2");
  }

  function set(row, open) {
    row.classList.toggle("row--closed", !open);
    toggleOf(row).setAttribute("aria-expanded", open);
  }

  function equip(row) {
    if (toggleOf(row)) {
      return;
    }
    const toggle = document.createElement("button");
    toggle.type = "button";
    toggle.className = "row-toggle";
    for (const part of ["number", "text"]) {
      const span = toggle.appendChild(document.createElement("span"));
      span.className = `row-toggle__${part}`;
    }
    const name = toggle.insertBefore(document.createElement("span"), toggle.firstChild);
    name.className = "visually-hidden";
    name.textContent = texts.dataset.row;
    if (row.matches("tr")) {
      row.insertCell(0).className = "row-head";
      row.cells[0].append(toggle);
    } else {
      row.querySelector("h3").prepend(toggle);
    }
    set(row, true);
  }

  // The empty row at the end is for use without this file; it stays where an entry has no rows yet.
  function dropEmptyRow(group) {
    const empty = group.querySelector("tr.empty-form, .inline-related.empty-form");
    const rows = rowsOf(group);
    const last = rows.at(-1);
    if (!empty || rows.length < 2 || last.matches(".has_original") || last.querySelector(".errorlist")) {
      return;
    }
    if (describe(last) === describe(empty)) {
      last.querySelector(".inline-deletelink")?.click();
    }
  }

  function update(group) {
    const rows = rowsOf(group);
    rows.forEach((row, index) => toggleOf(row) && label(row, index + 1));
    const all = group.querySelector(".rows-toggle");
    const closed = rows.filter((row) => !isOpen(row));
    all.hidden = rows.length < 2;
    all.textContent = closed.length ? texts.dataset.openAll : texts.dataset.closeAll;
    document.querySelectorAll(`[data-rows-of="${group.id}"]`).forEach((count) => (count.textContent = rows.length));
  }

  function equipAll(group) {
    group.classList.add("rows");
    const all = document.createElement("button");
    all.type = "button";
    all.className = "rows-toggle button button--quiet";
    group.querySelector("h2").after(all);
    dropEmptyRow(group);
    for (const row of rowsOf(group)) {
      equip(row);
      set(row, !row.matches(".has_original") || Boolean(row.querySelector(".errorlist")) || hasErrors(row));
    }
    update(group);
  }

  // Errors of a whole row of a table are in the row above it.
  const hasErrors = (row) => Boolean(row.previousElementSibling?.matches(".row-form-errors"));

  function openFor(element) {
    const row = element?.closest(".row--closed");
    if (row) {
      set(row, true);
      update(groupOf(row));
    }
  }

  document.addEventListener("click", (event) => {
    const toggle = event.target.closest(".row-toggle");
    const all = event.target.closest(".rows-toggle");
    const link = event.target.closest('a[href^="#"]:not([href="#"])');
    if (toggle) {
      const row = toggle.closest(ROW);
      set(row, !isOpen(row));
      update(groupOf(row));
    } else if (all) {
      const group = groupOf(all);
      const open = rowsOf(group).some((row) => !isOpen(row));
      rowsOf(group).forEach((row) => set(row, open));
      update(group);
    } else if (link) {
      openFor(document.getElementById(link.hash.slice(1)));
    }
  });

  document.addEventListener("rows:changed", (event) => update(event.target));
  document.addEventListener("formset:added", (event) => {
    equip(event.target);
    update(groupOf(event.target));
  });
  document.addEventListener("formset:removed", () => {
    document.querySelectorAll(".js-inline-admin-formset:has(.rows-toggle)").forEach(update);
  });
  // After Django's script, which adds the buttons that remove rows, and before unsaved.js reads the form.
  django.jQuery(() => {
    const groups = [...document.querySelectorAll(".js-inline-admin-formset")];
    groups.filter((group) => group.querySelector(".empty-form")).forEach(equipAll);
  });
})();
