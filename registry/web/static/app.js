// Small comforts. Every page works without this file.

// A form that came back: start reading at the list of what to mend.
document.querySelector("[data-focus]")?.focus();

// A second press of a submit button does not send the form twice. Coming back to the page
// (also from the browser's cache of pages) makes the button work again.
const sent = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => release(form), 5000);
});

window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(release));

function release(form) {
  sent.delete(form);
  form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
}

// Escape shuts the menu of narrow screens and gives the focus back to its button.
const menu = document.querySelector(".menu");

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !menu?.open) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
