// Rows are dragged by their handles, with a mouse or a finger. The buttons of rows.js do the same for the keyboard.
"use strict";

(() => {
  const EDGE = 90; // pixels from the edge of the window at which it scrolls
  const STEP = 14;
  const rowsOf = (group) => [...group.querySelectorAll("tr.form-row:not(.empty-form)")];
  let drag = null;

  function equip(row) {
    const head = row.querySelector(".row-head");
    if (head && row.querySelector("[name$='-order']") && !head.querySelector(".row-handle")) {
      const handle = document.createElement("span");
      handle.className = "row-handle";
      handle.setAttribute("aria-hidden", "true");
      handle.textContent = "⠿";
      head.prepend(handle);
    }
  }

  function unmark() {
    drag.group.querySelectorAll(".row--drop-before, .row--drop-after").forEach((row) => {
      row.classList.remove("row--drop-before", "row--drop-after");
    });
  }

  // Show where the row would go: before the first row whose middle is below the pointer, or after the last.
  function mark() {
    unmark();
    const rows = rowsOf(drag.group);
    const next = rows.find((row) => {
      const box = row.getBoundingClientRect();
      return drag.y < box.top + box.height / 2;
    });
    drag.next = next ?? null;
    (next ?? rows.at(-1)).classList.add(next ? "row--drop-before" : "row--drop-after");
  }

  function scroll() {
    if (!drag) {
      return;
    }
    const up = drag.y < EDGE;
    if (up || drag.y > innerHeight - EDGE) {
      scrollBy({ top: up ? -STEP : STEP, behavior: "instant" });
      mark();
    }
    requestAnimationFrame(scroll);
  }

  function finish(isDropped) {
    const { row, group, next } = drag;
    unmark();
    row.classList.remove("row--dragged");
    drag = null;
    if (!isDropped || next === row) {
      return;
    }
    if (next) {
      next.before(row);
    } else {
      rowsOf(group).at(-1).after(row);
    }
    row.dispatchEvent(new Event("rows:moved", { bubbles: true }));
  }

  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest?.(".row-handle");
    if (!handle || event.button !== 0) {
      return;
    }
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    const row = handle.closest("tr.form-row");
    drag = { row, group: row.closest(".js-inline-admin-formset"), y: event.clientY, next: row };
    row.classList.add("row--dragged");
    requestAnimationFrame(scroll);
  });
  document.addEventListener("pointermove", (event) => {
    if (drag) {
      drag.y = event.clientY;
      mark();
    }
  });
  document.addEventListener("pointerup", () => drag && finish(true));
  document.addEventListener("pointercancel", () => drag && finish(false));
  document.addEventListener("keydown", (event) => {
    if (drag && event.key === "Escape") {
      finish(false);
    }
  });

  document.addEventListener("formset:added", (event) => equip(event.target));
  django.jQuery(() => document.querySelectorAll("tr.form-row:not(.empty-form)").forEach(equip));
})();
