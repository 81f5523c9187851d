// Goes on with long work, a portion at a time, and shows how far it is. Without it, a button does.
"use strict";

const form = document.getElementById("go-on");
const note = document.getElementById("progress-note");
const bar = document.getElementById("progress-bar");
const percent = document.getElementById("progress-percent");
const button = form.querySelector("input[type=submit]");

const step = async () => {
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  if (!answer.ok) {
    throw new Error(answer.statusText);
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
      window.location.replace(found.address ?? window.location.href);
      return;
    }
  }
};

goOn().catch(() => {
  button.disabled = false;
  note.textContent = note.dataset.stopped;
});
