// Rows of an entry: buttons that move, indent, duplicate and add them, and a pasted list that becomes rows. They set
// the numbers under "Order", which can be typed without this file. The texts are in the part marked data-row-texts.
"use strict";

(() => {
  const texts = document.querySelector("[data-row-texts]");
  if (!texts) {
    return;
  }
  const status = texts.querySelector("[role=status]");
  const ITEM = /^\s*(?:[-–—•·*▪◦●○]|\(?(?:\d+(?:\.\d+)*|[a-zA-Z])[.)])\s+/;
  const INNER = /^(?:\t|\s{2,})|^\s*(?:[◦○]|\d+\.\d+)/;

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  }

  function rowsOf(group) {
    return [...group.querySelectorAll("tr.form-row:not(.empty-form)")];
  }

  function field(row, name) {
    return row.querySelector(`[name$="-${name}"]`);
  }

  // The numbers follow the order on the page, and so do the names of the fields for screen readers.
  function renumber(group) {
    rowsOf(group).forEach((row, index, rows) => {
      field(row, "order").value = index + 1;
      for (const control of row.querySelectorAll("[aria-label]")) {
        control.setAttribute("aria-label", control.getAttribute("aria-label").replace(/\d+(?=\D*$)/, index + 1));
      }
      prepare(row, index, rows.length);
    });
    group.dispatchEvent(new Event("rows:changed", { bubbles: true }));
  }

  function prepare(row, index, count) {
    const label = (button) => fill(texts.dataset[button.dataset.rowAction], { row: index + 1 });
    for (const button of row.querySelectorAll("[data-row-action]")) {
      button.setAttribute("aria-label", label(button));
      button.title = label(button);
    }
    row.querySelector("[data-row-action=up]").disabled = index === 0;
    row.querySelector("[data-row-action=down]").disabled = index === count - 1;
    const level = field(row, "level");
    if (level) {
      row.querySelector("[data-row-action=indent]").disabled = level.value === "2" || index === 0;
      row.querySelector("[data-row-action=outdent]").disabled = level.value !== "2";
    }
  }

  function equip(row) {
    const order = field(row, "order");
    if (!order || row.querySelector("[data-row-action]")) {
      return;
    }
    const tools = document.createElement("div");
    tools.className = "row-tools";
    const actions = { up: "↑", down: "↓", below: "+", duplicate: "2×" };
    for (const [action, sign] of Object.entries(field(row, "level") ? { ...actions, outdent: "←", indent: "→" } : actions)) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.dataset.rowAction = action;
      tools.append(button);
    }
    order.type = "hidden";
    order.after(tools);
  }

  function add(group, after) {
    const before = rowsOf(group);
    group.querySelector(".add-row a, .add-row button")?.click();
    const row = rowsOf(group).find((one) => !before.includes(one));
    if (row) {
      after.after(row);
    }
    return row;
  }

  function copy(from, to) {
    for (const control of from.querySelectorAll("textarea, select, input:not([type=hidden], [type=file])")) {
      const name = control.name.replace(/^.*-\d+-/, "");
      const other = field(to, name);
      if (!other || name === "DELETE") {
        continue;
      }
      if (control.type === "checkbox") {
        other.checked = control.checked;
      } else if (control.matches("select")) {
        for (const option of control.selectedOptions) {
          const there = [...other.options].find((one) => one.value === option.value);
          (there ?? other.appendChild(new Option(option.text, option.value))).selected = true;
        }
        other.dispatchEvent(new Event("change", { bubbles: true }));
      } else {
        other.value = control.value;
      }
    }
  }

  function focusIn(row) {
    row.querySelector("textarea, input[type=text]")?.focus();
  }

  const act = {
    up: (row, group) => rowsOf(group)[rowsOf(group).indexOf(row) - 1]?.before(row),
    down: (row, group) => rowsOf(group)[rowsOf(group).indexOf(row) + 1]?.after(row),
    indent: (row) => (field(row, "level").value = "2"),
    outdent: (row) => (field(row, "level").value = "1"),
    below: (row, group) => {
      const fresh = add(group, row);
      if (fresh) {
        focusIn(fresh);
      }
    },
    duplicate: (row, group) => {
      const fresh = add(group, row);
      if (fresh) {
        copy(row, fresh);
        focusIn(fresh);
      }
    },
  };

  function announce(key, values) {
    status.textContent = fill(texts.dataset[key], values);
  }

  function run(button) {
    const row = button.closest("tr.form-row");
    const group = row.closest(".js-inline-admin-formset");
    const action = button.dataset.rowAction;
    act[action](row, group);
    renumber(group);
    if (["up", "down", "indent", "outdent"].includes(action)) {
      const other = { up: "down", down: "up", indent: "outdent", outdent: "indent" }[action];
      (button.disabled ? row.querySelector(`[data-row-action=${other}]`) : button).focus();
      const rows = rowsOf(group);
      announce("moved", { row: rows.indexOf(row) + 1, count: rows.length, level: field(row, "level")?.value });
    }
  }

  // A list that is pasted into an empty text becomes rows, unless it is one paragraph or prose.
  function paste(event) {
    const row = event.target.closest?.("tr.form-row");
    const lines = (event.clipboardData?.getData("text/plain") ?? "").split(/\r?\n/).filter((line) => line.trim());
    const isList = lines.length > 1 && lines.every((line) => ITEM.test(line));
    if (!row || !isList || !event.target.matches("textarea, input[type=text]") || event.target.value) {
      return;
    }
    event.preventDefault();
    const group = row.closest(".js-inline-admin-formset");
    const name = event.target.name.replace(/^.*-\d+-/, "");
    let last = null;
    let count = 0;
    for (const line of lines) {
      const target = last ? add(group, last) : row;
      if (!target) {
        break; // the most rows that an entry can have
      }
      if (last && row !== target) {
        copySettings(row, target, name);
      }
      field(target, name).value = line.replace(ITEM, "").trim();
      if (field(target, "level")) {
        field(target, "level").value = last && INNER.test(line) ? "2" : "1";
      }
      last = target;
      count += 1;
    }
    renumber(group);
    focusIn(last);
    announce(count < lines.length ? "pastedPart" : "pasted", { count, lines: lines.length });
  }

  function copySettings(from, to, text) {
    const kind = field(from, "kind");
    if (kind && text !== "kind") {
      field(to, "kind").value = kind.value;
    }
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-row-action]");
    if (button) {
      run(button);
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[name$='-level']")) {
      update(event.target.closest(".js-inline-admin-formset"));
    }
  });
  document.addEventListener("paste", paste);
  document.addEventListener("rows:moved", (event) => {
    const group = event.target.closest(".js-inline-admin-formset");
    renumber(group);
    announce("moved", { row: rowsOf(group).indexOf(event.target) + 1, count: rowsOf(group).length });
  });

  function update(group) {
    const rows = rowsOf(group).filter((row) => row.querySelector("[data-row-action]"));
    rows.forEach((row, index) => prepare(row, index, rows.length));
  }

  function equipAll(group) {
    group.querySelector(".inline-hint")?.remove(); // it explains the numbers
    rowsOf(group).forEach(equip);
    update(group);
  }

  // Django's script adds the rows' own buttons when the page is ready, and says so for each row added later.
  document.addEventListener("formset:added", (event) => equipAll(event.target.closest(".js-inline-admin-formset")));
  document.addEventListener("formset:removed", () => document.querySelectorAll(".js-inline-admin-formset").forEach(update));
  addEventListener("load", () => {
    for (const group of document.querySelectorAll(".js-inline-admin-formset")) {
      if (group.querySelector("tr.empty-form [name$='-order']")) {
        equipAll(group);
      }
    }
  });
})();
