// "Share" opens the sharing of the device, or copies the address where there is none.
"use strict";

for (const button of document.querySelectorAll("[data-share]")) {
  const address = button.dataset.share;
  button.hidden = !(navigator.share || navigator.clipboard);
  button.addEventListener("click", async () => {
    if (navigator.share) {
      await navigator.share({ title: document.title, url: address }).catch(() => {}); // the visitor closed it
      return;
    }
    await navigator.clipboard.writeText(address);
    button.querySelector("span").textContent = button.dataset.shareDone;
  });
}
