// Streamlit runs this again on every screen: the listeners are added once.
if (!window.activationExplorer) {
  window.activationExplorer = true;

  // Narrower than this (pixels), the menu leaves the screen too little.
  const narrow = window.matchMedia("(max-width: 1000px)");
  const closeMenu = (looks = 0) => {
    const button = document.querySelector('[data-testid="stSidebarCollapseButton"] button');
    // The script may come before the menu.
    if (button) button.click();
    else if (looks && !document.querySelector('.stSidebar[data-collapsed="true"]'))
      setTimeout(closeMenu, 50, looks - 1);
  };
  // Whoever has opened or closed it before finds it so: Streamlit remembers.
  const remembered = Object.keys(localStorage).some((key) => key.startsWith("stSidebarCollapsed"));
  if (narrow.matches && !remembered) closeMenu(40);
  document.addEventListener("click", ({ target }) => {
    if (narrow.matches && target.closest('[data-testid="stSidebar"] a')) closeMenu();
  });

  // What a term of a lesson says goes away as it came: by key.
  document.addEventListener("keydown", ({ key, target }) => {
    if (key === "Escape" && target.matches?.(".term")) target.blur();
  });

  // Streamlit marks a number beyond the bounds and keeps it to itself, so that the field shows
  // another than the one computed with: it becomes the nearest allowed before Streamlit looks.
  const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  const settle = (field) => {
    if (!field.matches?.('[data-testid="stNumberInputField"]')) return;
    const nearest = Math.min(Math.max(field.value, field.min), field.max);
    if (field.value === "" || Number(field.value) === nearest) return;
    write.call(field, nearest);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  document.addEventListener("focusout", ({ target }) => settle(target), true);
  document.addEventListener("keydown", ({ key, target }) => key === "Enter" && settle(target), true);
}
