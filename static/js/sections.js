// The table of contents of a form marks the section that is read, and on a narrow screen closes once a link is followed.
"use strict";

(() => {
  const links = [...document.querySelectorAll(".sections a")];
  const places = links.map((link) => document.getElementById(link.hash.slice(1))?.closest("fieldset"));

  function mark() {
    const top = innerHeight / 3;
    const passed = places.map((place) => place && place.getBoundingClientRect().top <= top);
    for (const nav of document.querySelectorAll(".sections")) {
      const own = links.filter((link) => nav.contains(link));
      const current = own.filter((link) => passed[links.indexOf(link)]).at(-1);
      for (const link of own) {
        link.toggleAttribute("aria-current", false);
      }
      current?.setAttribute("aria-current", "true");
    }
  }

  if (links.length) {
    let waiting = false;
    addEventListener(
      "scroll",
      () => {
        if (!waiting) {
          waiting = true;
          requestAnimationFrame(() => {
            waiting = false;
            mark();
          });
        }
      },
      { passive: true },
    );
    addEventListener("load", mark);
    document.addEventListener("click", (event) => {
      event.target.closest("details.sections a")?.closest("details").removeAttribute("open");
    });
  }
})();
