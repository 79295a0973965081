/* Warns before the log-in ends and keeps what is half written on the server, encrypted, so that it
   is there again after the next log-in. Without this file forms work as always. */
(() => {
    "use strict";
    const self = document.currentScript;
    const SESSION = self.dataset.session;
    const DRAFTS = self.dataset.drafts;
    const WARN_BEFORE = 10 * 60;
    const ASK_EVERY = 5 * 60;
    const AFTER_TYPING = 1500;

    const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

    /* The answer as JSON; null where the log-in has ended and the log-in page came instead. */
    const ask = async (url, body, more = {}) => {
        const sent = body ? { method: "POST", body, headers: { "X-CSRFToken": token() } } : {};
        const answer = await fetch(url, { credentials: "same-origin", ...sent, ...more });
        const isJson = answer.headers.get("Content-Type")?.includes("json");
        return answer.ok && isJson ? answer.json() : null;
    };

    const notice = (said, label, onClick) => {
        document.querySelector(".desk-session")?.remove();
        const box = document.createElement("div");
        box.className = "desk-session desk-notice";
        box.setAttribute("role", "status");
        const words = document.createElement("p");
        words.textContent = said;
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button-secondary button-small";
        button.textContent = label;
        button.addEventListener("click", onClick);
        box.append(words, button);
        (document.querySelector("#main, main") ?? document.body).prepend(box);
    };

    let words = {};
    let left = null;

    const over = () =>
        notice(words.over, words.log_in, () => {
            window.location.assign(window.location.href);
        });

    const stay = async () => {
        const answer = await ask(SESSION, new FormData());
        if (!answer) return over();
        left = answer.seconds;
        document.querySelector(".desk-session")?.remove();
        return null;
    };

    const look = async () => {
        const answer = await ask(SESSION).catch(() => undefined);
        if (answer === undefined) return; // no network: ask again later
        if (answer === null) {
            if (words.over) over();
            return;
        }
        words = answer;
        left = answer.seconds;
        if (left <= WARN_BEFORE) notice(words.soon, words.stay, stay);
        const next = Math.min(ASK_EVERY, left > WARN_BEFORE ? left - WARN_BEFORE : left + 1);
        window.setTimeout(look, Math.max(next, 1) * 1000);
    };

    const form = document.querySelector("form[data-desk-draft]");
    const address = window.location.pathname;
    let waiting = null;
    let touched = false; // since the page came
    let changed = false; // since it was last kept
    let sending = false;

    const keep = async (more) => {
        if (!changed) return;
        changed = false;
        const data = new FormData(form);
        data.append("address", address);
        const answer = await ask(DRAFTS, data, more).catch(() => undefined);
        if (answer === undefined) changed = true;
        else if (answer === null && words.over) over();
        else form.dataset.deskKept = "true";
    };

    const fill = (fields) => {
        for (const element of form.elements) {
            if (!element.name || element.type === "hidden") continue;
            const values = fields[element.name] ?? [];
            if (element.type === "radio" || element.type === "checkbox") {
                element.checked = values.includes(element.value);
            } else if (element.name in fields) {
                [element.value] = values;
            }
        }
        form.dispatchEvent(new Event("change", { bubbles: true }));
    };

    const restore = async () => {
        if (document.querySelector(".desk-errors, .desk-stale")) return; // typed words are here
        const draft = await ask(`${DRAFTS}?address=${encodeURIComponent(address)}`);
        if (!draft?.fields || touched) return;
        fill(draft.fields);
        notice(draft.said, words.drop ?? "×", async () => {
            const data = new FormData();
            data.append("address", address);
            await ask(`${DRAFTS}?drop`, data);
            form.reset();
            document.querySelector(".desk-session")?.remove();
        });
    };

    const listen = () => {
        const typed = () => {
            touched = true;
            changed = true;
            window.clearTimeout(waiting);
            waiting = window.setTimeout(keep, AFTER_TYPING);
        };
        form.addEventListener("input", typed);
        form.addEventListener("submit", async (event) => {
            window.clearTimeout(waiting);
            if (sending) event.preventDefault(); // a second tap sends nothing twice
            if (sending || !changed) return;
            sending = true;
            event.preventDefault(); // kept first, so that saving can forget it and not the reverse
            await keep();
            form.submit();
        });
        document.addEventListener("visibilitychange", () => {
            if (document.visibilityState === "hidden") keep({ keepalive: true });
        });
    };

    const start = async () => {
        if (form) listen(); // before anything is asked: words typed while the answer is on its way count
        await look();
        if (form) await restore().catch(() => undefined);
    };
    start();
})();
