// Lists refresh in place: the form and the links of a part marked data-refresh fetch the new list and put it
// where the old one stood. The address follows, back and forward work, and the new count is told to screen
// readers. Where anything is amiss, the browser goes to the page as it would without this file.
"use strict";

(() => {
  const part = document.querySelector("[data-refresh]");
  const status = document.querySelector("[data-refresh-status]");
  if (!part || !status) {
    return;
  }
  const filters = part.querySelector("#filters");
  if (filters && matchMedia("(min-width: 60rem)").matches) {
    filters.open = true;
  }
  let latest = null;

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
    part.replaceChildren(...fresh.childNodes);
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
    go(addressOf(event.target));
  });

  part.addEventListener("change", (event) => {
    if (event.target.matches("input[type=checkbox], select") && !event.target.closest("[data-plain]")) {
      go(addressOf(event.target.form));
    }
  });

  part.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-refresh-link]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0) {
      event.preventDefault();
      go(location.pathname + new URL(link.href).search);
    }
  });

  addEventListener("popstate", () => show(location.href));
})();
