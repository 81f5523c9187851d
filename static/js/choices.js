// Gives the fields that Select2 draws the names of the fields they stand for, and the keyboard's focus.
"use strict";
{
  const nameOf = (select) =>
    select.getAttribute("aria-label") ?? select.labels[0]?.textContent.trim().replace(/:$/, "") ?? "";

  const nameChoice = (select) => {
    const drawn = select.nextElementSibling;
    const box = drawn.querySelector("[role=combobox]");
    const value = drawn.querySelector(".select2-selection__rendered[id]");
    box.id = `${select.id}-box`;
    box.setAttribute("aria-label", nameOf(select));
    if (value) {
      box.setAttribute("aria-labelledby", `${box.id} ${value.id}`);
    }
    drawn.querySelector(".select2-search__field")?.setAttribute("aria-label", nameOf(select));
  };

  const nameChoices = (root) => root.querySelectorAll("select.select2-hidden-accessible").forEach(nameChoice);

  const nameList = ({ target }) => {
    const list = document.querySelectorAll(".select2-container--open :is(.select2-search__field, [role=listbox])");
    list.forEach((element) => element.setAttribute("aria-label", nameOf(target)));
    document.querySelector(".select2-dropdown .select2-search__field")?.focus();
  };

  django.jQuery(() => nameChoices(document));
  django.jQuery(document).on("select2:open", nameList);
  document.addEventListener("formset:added", ({ target }) => nameChoices(target));
}
