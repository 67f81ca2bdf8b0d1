// In TypeDoc's menu the link to a module stands within what opens and closes the module, where it cannot be reached with
// the keyboard. It is put before it.
const menu = document.getElementById("tsd-nav-container");

function liftLinks() {
  for (const link of menu.querySelectorAll("summary > a")) {
    const summary = link.parentElement;
    summary.setAttribute("aria-label", link.textContent);
    link.classList.add("lifted");
    summary.parentElement.before(link);
  }
}

if (menu !== null) {
  new MutationObserver(liftLinks).observe(menu, { childList: true, subtree: true });
  liftLinks();
}
