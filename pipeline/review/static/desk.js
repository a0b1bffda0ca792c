// Keys, filters that apply themselves, and marks that can be hidden. Every page works without this file.

const typing = (target) => target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");

function step(list, by) {
  const items = [...list.querySelectorAll("[data-item]")];
  const at = items.indexOf(document.activeElement);
  items[Math.min(Math.max(at + by, 0), items.length - 1)]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const key = event.key.toLowerCase();
  const list = document.querySelector("[data-list]");
  if (list && (key === "j" || key === "k")) {
    step(list, key === "j" ? 1 : -1);
  } else if (key === "/") {
    document.querySelector("#q")?.focus();
  } else {
    const named = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!named) return;
    if (named.type === "radio") {
      named.checked = true;
      named.focus();
    } else {
      named.click();
    }
  }
  event.preventDefault();
});

for (const form of document.querySelectorAll("form[data-auto]")) {
  form.addEventListener("change", () => form.requestSubmit());
}

for (const box of document.querySelectorAll("[data-groups] input")) {
  box.addEventListener("change", () => document.body.classList.toggle(`hide-${box.value}`, !box.checked));
}

// On a phone the filters wait until they are asked for.
if (matchMedia("(max-width: 52rem)").matches) {
  document.querySelector("[data-filters]")?.removeAttribute("open");
}
