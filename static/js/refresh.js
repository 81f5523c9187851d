// Lists refresh in place: the form and the links of a part marked data-refresh fetch the new list and replace
// the old one. The address follows, back and forward work, and the new count is announced to screen readers. If
// anything fails, the browser goes to the page as it would without this file.
"use strict";

(() => {
  const part = document.querySelector("[data-refresh]");
  const status = document.querySelector("[data-refresh-status]");
  if (!part || !status) {
    return;
  }
  let latest = null;
  part.dataset.refreshes = "";

  function prepare() {
    for (const button of part.querySelectorAll("[data-refresh-apply]")) {
      button.textContent = button.dataset.refreshApply;
    }
    for (const button of part.querySelectorAll("[data-untick]")) {
      button.hidden = false;
    }
  }

  prepare();

  function addressOf(form) {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value !== "") {
        query.append(name, value);
      }
    }
    // The order is named only where the visitor chose it, so that a search sorts by best match by itself.
    const sort = form.elements.sort;
    const usual = sort && sort.querySelector("[selected]");
    if (sort && !new URLSearchParams(location.search).has("sort") && usual && sort.value === usual.value) {
      query.delete("sort");
    }
    const text = query.toString();
    return location.pathname + (text ? "?" + text : "");
  }

  async function show(address) {
    const mine = (latest = new AbortController());
    part.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { signal: mine.signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-refresh]");
      if (!fresh) {
        throw new Error("no list in the answer");
      }
      put(fresh);
      document.title = page.title;
    } catch (error) {
      if (error.name !== "AbortError") {
        location.assign(address);
      }
    }
  }

  function put(fresh) {
    const focused = document.activeElement && part.contains(document.activeElement) ? document.activeElement.id : "";
    const open = [...part.querySelectorAll("details[open][id]")].map((details) => details.id);
    const sheet = part.querySelector(":popover-open");
    const place = sheet ? sheet.scrollTop : 0;
    part.replaceChildren(...fresh.childNodes);
    prepare();
    if (sheet && document.getElementById(sheet.id)) {
      const again = document.getElementById(sheet.id);
      again.showPopover();
      again.scrollTop = place;
    }
    part.removeAttribute("aria-busy");
    for (const details of part.querySelectorAll("details[id]")) {
      details.open = details.open || open.includes(details.id);
    }
    const again = focused && document.getElementById(focused);
    if (again) {
      again.focus({ preventScroll: true });
    }
    const count = part.querySelector("[data-refresh-count]");
    status.textContent = count ? count.textContent.trim() : "";
  }

  function go(address) {
    if (latest) {
      latest.abort();
    }
    history.pushState(null, "", address);
    show(address);
  }

  part.addEventListener("submit", (event) => {
    if (event.target.matches("[data-plain]")) {
      return;
    }
    event.preventDefault();
    const sheet = event.submitter && event.submitter.matches("[data-refresh-apply]") && event.submitter.closest("[popover]");
    if (sheet && sheet.matches(":popover-open")) {
      sheet.hidePopover();
    }
    go(addressOf(event.target));
  });

  part.addEventListener("change", (event) => {
    if (event.target.matches("input[type=checkbox], select") && !event.target.closest("[data-plain]")) {
      go(addressOf(event.target.form));
    }
  });

  part.addEventListener("click", (event) => {
    const untick = event.target.closest("[data-untick]");
    if (untick) {
      for (const box of untick.form.querySelectorAll("input[type=checkbox]")) {
        box.checked = false;
      }
      return;
    }
    const link = event.target.closest("a[data-refresh-link]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      go(location.pathname + new URL(link.href).search);
    }
  });

  addEventListener("popstate", () => show(location.href));
})();
