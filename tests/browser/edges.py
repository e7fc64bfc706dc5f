"""What reaches beyond the edge of a chart, in a real browser."""

from __future__ import annotations

_BEYOND = """() => [...document.querySelectorAll('svg.marks')].flatMap(svg => {
  const edge = svg.getBoundingClientRect().right + 0.5;
  const beyond = node => node.getBoundingClientRect().right > edge && node.textContent.trim();
  return [...svg.querySelectorAll('text')].filter(beyond).map(node => node.textContent);
})"""


def cut_off(page) -> list[str]:
    """Words and numbers that reach beyond the right edge of their chart, where nobody sees them."""
    return page.evaluate(_BEYOND)
