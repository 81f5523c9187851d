// Shows what concerns passkeys where the browser has them, and says so when one was not used.
// Its own tag names the function of allauth to call, and the ids that this needs.
(() => {
  const {action, button, credential} = document.currentScript.dataset;
  const show = (selector, isShown = true) => document.querySelector(selector).toggleAttribute("hidden", !isShown);

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    show("[data-passkey-failed]");
  });

  if (!window.PublicKeyCredential) {
    return;
  }
  show("[data-passkey-missing]", false);
  show("[data-passkey]");
  window.allauth.webauthn.forms[action]({ids: {[button]: "use-passkey", credential, data: "js_data"}});
})();
