// Goes on with the checking of a file, a part at a time, and shows how far it is. Without it, a button does.
"use strict";

const form = document.getElementById("import-go-on");
const note = document.getElementById("import-status");
const bar = document.getElementById("import-progress");
const percent = document.getElementById("import-percent");
const button = form.querySelector("input[type=submit]");

const step = async () => {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) {
    throw new Error(answer.note);
  }
  return answer.json();
};

const goOn = async () => {
  button.disabled = true;
  for (;;) {
    const found = await step();
    bar.value = found.percent;
    percent.textContent = `${found.percent} %`;
    if (found.is_done) {
      window.location.reload();
      return;
    }
  }
};

goOn().catch(() => {
  button.disabled = false;
  note.textContent = note.dataset.stopped;
});
