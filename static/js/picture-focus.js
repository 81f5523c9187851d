// The main part of a picture is chosen on its thumbnail, by a click, a tap or the arrow keys. It sets the two number
// fields below, which work without this file.
"use strict";

(() => {
  const STEP = 10;
  const KEYS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
  const rounded = (value) => Math.min(100, Math.max(0, Math.round(value / STEP) * STEP));

  function equip(link) {
    const name = link.dataset.pictureFocus;
    const inputs = ["x", "y"].map((axis) => document.getElementsByName(`${name}_focus_${axis}`)[0]);
    if (!inputs.every((input) => input?.type === "number")) {
      return;
    }
    const box = document.createElement("span");
    const point = document.createElement("button");
    box.className = "picture-focus";
    point.className = "picture-focus__point";
    point.type = "button";
    link.before(box);
    box.append(link.firstElementChild, point);
    link.remove();

    function show() {
      const [x, y] = inputs.map((input) => rounded(Number(input.value)));
      point.style.insetInlineStart = `${x}%`;
      point.style.insetBlockStart = `${y}%`;
      point.setAttribute("aria-label", link.dataset.focusLabel.replace("{x}", x).replace("{y}", y));
    }

    function choose(x, y) {
      [x, y].forEach((value, index) => {
        inputs[index].value = rounded(value);
        inputs[index].dispatchEvent(new Event("input", { bubbles: true }));
      });
      show();
    }

    box.addEventListener("click", (event) => {
      const { left, top, width, height } = box.getBoundingClientRect();
      if (event.target !== point) {
        choose((100 * (event.clientX - left)) / width, (100 * (event.clientY - top)) / height);
        point.focus();
      }
    });
    point.addEventListener("keydown", (event) => {
      const step = KEYS[event.key];
      if (step) {
        event.preventDefault();
        choose(Number(inputs[0].value) + step[0], Number(inputs[1].value) + step[1]);
      }
    });
    inputs.forEach((input) => input.addEventListener("input", show));
    show();
  }

  document.querySelectorAll("[data-picture-focus]").forEach(equip);
})();
