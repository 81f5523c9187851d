// Leaving a form with unsaved changes asks first. Where the form has a part marked data-autosave, its fields are
// sent there every few seconds while they change, and the part shows when that was. Files are not sent.
"use strict";

(() => {
  const form = document.querySelector("#content-main > form");
  if (!form) {
    return;
  }
  const EVERY = 3000;
  const status = form.querySelector("[data-autosave]");
  let opened = null;
  let kept = null;
  let sending = null;
  let leaving = false;

  function fields() {
    const data = new FormData(form);
    for (const [name, value] of [...data]) {
      if (typeof value !== "string") {
        data.delete(name);
      }
    }
    return new URLSearchParams(data);
  }

  function current() {
    const files = [...form.querySelectorAll("input[type=file]")].map((input) => input.value);
    return JSON.stringify([fields().toString(), files]);
  }

  function say(text) {
    const file = [...form.querySelectorAll("input[type=file]")].some((input) => input.value);
    const shown = file && text ? text + " " + status.dataset.autosaveFiles : text;
    if (status.textContent !== shown) {
      status.textContent = shown;
    }
  }

  async function send(now) {
    form.elements._autosave.disabled = false;
    try {
      const answer = await fetch(status.dataset.autosave, { method: "POST", body: fields(), redirect: "manual" });
      if (answer.ok) {
        kept = now;
        say((await answer.json()).text);
      } else {
        say(answer.type === "opaqueredirect" || answer.status === 403 ? status.dataset.autosaveRefused : status.dataset.autosaveFailed);
      }
    } catch {
      say(status.dataset.autosaveFailed);
    }
  }

  function keep() {
    const now = current();
    if (!status || leaving || sending || now === kept) {
      return;
    }
    sending = send(now).finally(() => {
      sending = null;
    });
  }

  // A request that is on its way must not arrive after the form has been saved: it would keep what is saved.
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) {
      return;
    }
    leaving = true;
    if (sending) {
      event.preventDefault();
      sending.finally(() => form.requestSubmit(event.submitter));
    }
  });

  addEventListener("beforeunload", (event) => {
    if (!leaving && opened !== null && current() !== opened) {
      event.preventDefault();
    }
  });

  document.addEventListener("visibilitychange", () => {
    if (document.hidden && opened !== null) {
      keep();
    }
  });

  addEventListener("pageshow", () => {
    leaving = false;
  });

  // Django's scripts and the browser complete the form while it loads.
  addEventListener("load", () => {
    setTimeout(() => {
      kept = opened = current();
      if (status && "autosaveContinued" in status.dataset) {
        opened = "";
      }
      setInterval(keep, EVERY);
    }, 0);
  });
})();
