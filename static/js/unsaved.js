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
  let refused = false;
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
    const typed = fields();
    typed.delete("csrfmiddlewaretoken");
    typed.delete("_autosave");
    return JSON.stringify([typed.toString(), files]);
  }

  function show(text) {
    const file = [...form.querySelectorAll("input[type=file]")].some((input) => input.value);
    const shown = file && text ? text + " " + status.dataset.autosaveFiles : text;
    if (status.textContent !== shown) {
      status.textContent = shown;
    }
  }

  // The form's token is that of the login with which it was opened. After another login, the portal has a new one.
  async function renewToken() {
    const answer = await fetch(status.dataset.autosave, { redirect: "manual" });
    if (answer.ok) {
      form.elements.csrfmiddlewaretoken.value = (await answer.json()).token;
      refused = false;
    }
  }

  async function send(now) {
    form.elements._autosave.disabled = false;
    try {
      if (refused) {
        await renewToken();
      }
      const answer = await fetch(status.dataset.autosave, { method: "POST", body: fields(), redirect: "manual" });
      refused = answer.type === "opaqueredirect" || answer.status === 403;
      if (answer.ok) {
        kept = now;
        show((await answer.json()).text);
      } else {
        show(refused ? status.dataset.autosaveRefused : status.dataset.autosaveFailed);
      }
    } catch {
      show(status.dataset.autosaveFailed);
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
    if (event.defaultPrevented || event.submitter?.name === "_preview") {
      return; // it stays open
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
