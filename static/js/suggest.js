// The search fields of the portal suggest names while a visitor types. Without this file they are plain fields.
"use strict";

{
  const SHORTEST = 3;
  const PAUSE = 250; // milliseconds

  const suggest = (field, list) => {
    let waiting = 0;
    let latest = null;

    const show = async () => {
      if (latest) {
        latest.abort();
      }
      latest = new AbortController();
      const address = field.dataset.suggest + "?" + new URLSearchParams({ q: field.value });
      try {
        const answer = await fetch(address, { signal: latest.signal });
        const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
        list.replaceChildren(
          ...suggestions.map(({ name, kind }) => {
            const option = document.createElement("option");
            option.value = name;
            option.label = kind;
            return option;
          }),
        );
      } catch (error) {
        list.replaceChildren(); // the visitor typed on, or is offline
      }
    };

    field.addEventListener("input", () => {
      clearTimeout(waiting);
      if (field.value.trim().length >= SHORTEST) {
        waiting = setTimeout(show, PAUSE);
      }
    });
  };

  for (const field of document.querySelectorAll("input[data-suggest]")) {
    const list = document.createElement("datalist");
    list.id = field.id + "-suggestions";
    field.after(list);
    field.setAttribute("list", list.id);
    suggest(field, list);
  }
}
