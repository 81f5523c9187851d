// Makes an address of a name, as catalogue/slugs.py does, with the letters that it leaves on the field.
"use strict";

window.URLify = (text, length) => {
  const letters = JSON.parse(document.querySelector("[data-letters]").dataset.letters);
  const plain = [...text.normalize("NFC").toLowerCase()].map((letter) => letters[letter] ?? letter);
  return plain
    .join("")
    .normalize("NFKD")
    .replace(/[^\w\s-]/g, "")
    .replace(/[-\s]+/g, "-")
    .replace(/^[-_]+/, "")
    .slice(0, length)
    .replace(/[-_]+$/, "");
};
