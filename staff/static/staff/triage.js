/* Deciding by keyboard: a digit for what to do, a digit for why, Enter to save, n and p for the
   neighbours. Everything works without this file; the shortcuts can be switched off (WCAG 2.1.4). */
(() => {
    "use strict";
    const STORE = "yimi-desk-keys";
    const form = document.querySelector("[data-desk-triage]");
    const toggle = document.querySelector("[data-desk-keys]");
    const neighbour = (key) => document.querySelector(`[data-desk-key="${key}"]`);

    let on = localStorage.getItem(STORE) !== "off";

    const radios = (name) => (form ? [...form.querySelectorAll(`input[name="${name}"]`)] : []);
    const chosen = (name) => radios(name).find((radio) => radio.checked);

    const show = () => {
        if (!toggle) return;
        toggle.hidden = false;
        toggle.setAttribute("aria-pressed", String(on));
        for (const name of ["outcome", "why"]) {
            radios(name).forEach((radio, index) => {
                const label = radio.closest("label");
                let hint = label.querySelector("kbd");
                if (!hint) {
                    hint = document.createElement("kbd");
                    hint.className = "desk-key";
                    hint.setAttribute("aria-hidden", "true");
                    hint.textContent = String(index + 1);
                    label.append(hint);
                }
                hint.hidden = !on;
                if (on) radio.setAttribute("aria-keyshortcuts", String(index + 1));
                else radio.removeAttribute("aria-keyshortcuts");
            });
        }
    };

    const pick = (name, digit) => {
        const radio = radios(name)[digit - 1];
        if (!radio) return;
        radio.checked = true;
        radio.focus();
        radio.dispatchEvent(new Event("change", { bubbles: true }));
    };

    const typing = (target) =>
        target.isContentEditable ||
        target.matches("textarea, select, input:not([type=radio], [type=checkbox])");

    const onKey = (event) => {
        if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
        if (typing(event.target)) return;
        if (event.key === "n" || event.key === "p") {
            neighbour(event.key)?.click();
            return;
        }
        if (!form) return;
        if (event.key === "Escape") {
            for (const name of ["outcome", "why"]) {
                const radio = chosen(name);
                if (radio) radio.checked = false;
            }
            return;
        }
        const digit = Number(event.key);
        if (!Number.isInteger(digit) || digit < 1) return;
        event.preventDefault();
        const again = event.target.name === "outcome" && chosen("why");
        pick(chosen("outcome") && !again ? "why" : "outcome", digit);
    };

    toggle?.addEventListener("click", () => {
        on = !on;
        localStorage.setItem(STORE, on ? "on" : "off");
        show();
    });
    document.addEventListener("keydown", onKey);
    show();
})();
