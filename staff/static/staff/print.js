/* A button for what the browser's own menu does too. */
document.querySelectorAll("[data-desk-print]").forEach((button) => {
    button.addEventListener("click", () => window.print());
});
