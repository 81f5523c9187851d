// Gives names to what the admin's scripts draw, for those who hear the page: Select2's fields, in place of the
// fields they stand for, and the boxes that open for a choice, a day or a time.
"use strict";
{
  const nameOf = (select) =>
    select.getAttribute("aria-label") ?? select.labels[0]?.textContent.trim().replace(/:$/, "") ?? "";

  const setName = (element, name) => element?.setAttribute("aria-label", name);

  const nameBox = (box, name) => {
    box?.setAttribute("role", "dialog");
    setName(box, name);
  };

  const nameField = (select) => {
    const drawn = select.nextElementSibling;
    const field = drawn.querySelector("[role=combobox]");
    const value = drawn.querySelector(".select2-selection__rendered[id]");
    field.id = `${select.id}-box`;
    setName(field, nameOf(select));
    setName(drawn.querySelector(".select2-search__field"), nameOf(select));
    if (value) {
      setName(value, `${nameOf(select)}: ${value.textContent}`);
      field.setAttribute("aria-labelledby", `${field.id} ${value.id}`);
    }
  };

  const nameFields = (root) => root.querySelectorAll("select.select2-hidden-accessible").forEach(nameField);

  const nameOpened = ({ target }) => {
    const opened = document.querySelector(".select2-container--open .select2-dropdown");
    const search = opened.querySelector(".select2-search__field");
    const list = opened.querySelector("[role=listbox]");
    nameBox(opened, nameOf(target));
    setName(list, nameOf(target));
    target.nextElementSibling.querySelector("[role=combobox]").setAttribute("aria-controls", list.id);
    setName(search, nameOf(target));
    search?.focus();
  };

  const nameCalendars = () => {
    document.querySelectorAll(".calendarbox").forEach((box) => nameBox(box, gettext("Choose a Date")));
    document.querySelectorAll(".clockbox").forEach((box) => nameBox(box, gettext("Choose a Time")));
  };

  django.jQuery(() => nameFields(document));
  django.jQuery(document).on("select2:open", nameOpened);
  django.jQuery(document).on("select2:select select2:clear", ({ target }) => nameField(target));
  window.addEventListener("load", nameCalendars);
  document.addEventListener("formset:added", ({ target }) => nameFields(target));
}
