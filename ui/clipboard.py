"""A button that copies the address of the page, as the browser shows it at that moment."""

from __future__ import annotations

import streamlit as st

_HTML = """<button type="button">
<svg viewBox="0 0 24 24" aria-hidden="true">
<g class="copy"><rect x="9" y="9" width="12" height="12" rx="2"/><path d="M5 15V3h12"/></g>
<path class="tick" d="M4 12l6 6L20 6"/>
</svg>
<span class="label" aria-live="polite"></span></button>"""

_CSS = """
button {
  font-family: var(--st-font); font-size: 0.875rem;
  color: var(--st-text-color); background: transparent; cursor: pointer;
  border: 1px solid var(--st-border-color); border-radius: var(--st-button-radius);
  min-height: 2.5rem; padding: 0.25rem 0.75rem; white-space: nowrap;
  display: inline-flex; align-items: center; gap: 0.5rem;
}
button:hover, button:focus-visible {
  color: var(--st-primary-color); border-color: var(--st-primary-color);
}
svg { width: 1rem; height: 1rem; fill: none; stroke: currentColor; stroke-width: 2; }
.done .copy, .tick { display: none; }
.done .tick { display: inline; }
"""

_JS = """
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button");
  const label = parentElement.querySelector(".label");
  label.textContent = data.label;
  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without HTTPS there is no clipboard API; the old command still works.
      const field = document.createElement("textarea");
      field.value = text;
      document.body.appendChild(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
  };
  let timer;
  button.onclick = async () => {
    // Community Cloud serves the app below /~/+/; the address to share is without it.
    await copy(window.location.href.replace("/~/+/", "/"));
    button.classList.add("done");
    label.textContent = data.done;
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.classList.remove("done");
      label.textContent = data.label;
    }, 2000);
  };
  return () => clearTimeout(timer);
}
"""

_button = st.components.v2.component("copy_link", html=_HTML, css=_CSS, js=_JS)


def copy_link_button(label: str, done: str, key: str) -> None:
    """Draw the button; it says `done` for two seconds after a click."""
    _button(data={"label": label, "done": done}, key=key, height="content", width="content")
