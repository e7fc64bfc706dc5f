const CHART = '[data-testid="stVegaLiteChart"]';

// Adds to the name of each chart what came out, which the page holds in a hidden text behind it.
// The server cannot: Streamlit builds a chart anew when its description changes.
class Results {
  constructor() {
    this.named = new WeakMap();
    this.asked = null;
    this.observer = new MutationObserver(() => this.look());
    this.observer.observe(document.body, { childList: true, subtree: true });
  }

  update() {
    this.look();
  }

  look() {
    this.asked ??= requestAnimationFrame(() => {
      this.asked = null;
      for (const result of document.querySelectorAll(".chart-result")) {
        const before = result.closest(".stElementContainer").previousElementSibling;
        const chart = before?.querySelector(`${CHART}[aria-label]`);
        if (chart) this.name(chart, result.textContent);
      }
    });
  }

  name(chart, result) {
    const { kind, whole } = this.named.get(chart) ?? {};
    const label = chart.getAttribute("aria-label");
    // What we have not written is what Vega has: what kind of picture it is.
    const said = { kind: label === whole ? kind : label };
    said.whole = `${said.kind.replace(/([^.])$/, "$1.")} ${result}`.trim();
    this.named.set(chart, said);
    if (label !== said.whole) chart.setAttribute("aria-label", said.whole);
  }

  end() {
    this.observer.disconnect();
    cancelAnimationFrame(this.asked);
  }
}

export default kept(Results);
