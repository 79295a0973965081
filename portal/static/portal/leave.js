// Quick exit: wipe what was written, and put a harmless page in the place of this one.
// Without scripts the plain form does the same, and leaves this page in the browser's history.
"use strict";

const MOST_WAITING = 800; // milliseconds: leaving must not hang on a slow network

for (const form of document.querySelectorAll("form[data-leave]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const away = () => window.location.replace(form.dataset.leave);
    document.body.hidden = true;
    setTimeout(away, MOST_WAITING);
    fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true }).then(away, away);
  });
}
