// On paper stands the day of printing: the page itself may have been made before. Without this file there is none.
"use strict";

for (const place of document.querySelectorAll("[data-printed]")) {
  addEventListener("beforeprint", () => {
    const day = new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
    place.textContent = place.dataset.printed.replace("{day}", day);
  });
}
