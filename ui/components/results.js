// Adds to the name of each chart what came out, which the page holds in a hidden text behind it.
// The server cannot: Streamlit builds a chart anew when its description changes.
if (!window.chartResults) {
  const written = (window.chartResults = new WeakMap());

  const name = (chart, result) => {
    const label = chart.getAttribute("aria-label");
    const before = written.get(chart);
    // What is not written here is what Vega has: what kind of picture it is.
    const kind = label === before?.whole ? before.kind : label;
    const whole = `${kind.replace(/([^.])$/, "$1.")} ${result}`;
    written.set(chart, { kind, whole });
    if (label !== whole) chart.setAttribute("aria-label", whole);
  };

  let asked = null;
  const look = () => {
    asked ??= requestAnimationFrame(() => {
      asked = null;
      for (const result of document.querySelectorAll(".chart-result")) {
        const before = result.closest(".stElementContainer").previousElementSibling;
        const chart = before?.querySelector('[data-testid="stVegaLiteChart"][aria-label]');
        if (chart) name(chart, result.textContent);
      }
    });
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  look();
}
