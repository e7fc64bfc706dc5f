// The scrubber moves a range input of each Vega-Lite chart: this listens to them. Streamlit's bundle
// of Plotly names itself in the window, as every build of Plotly does.
const AT_ONCE = {
  mode: "immediate",
  transition: { duration: 0 },
  frame: { duration: 0, redraw: true },
};

class Follower {
  constructor() {
    this.drawn = null;
    this.busy = this.ended = false;
    this.moved = ({ target }) => target.matches?.(this.input) && this.draw();
    document.addEventListener("input", this.moved);
    // A chart that arrives, or is drawn anew, stands at its last frame.
    this.watch = setInterval(() => this.draw(), 300);
  }

  update(data) {
    this.data = data;
    this.input = `[data-testid="stVegaLiteChart"] input[type="range"][name="${data.name}"]`;
    this.draw();
  }

  async draw() {
    const chart = document.querySelector(`.${this.data.chart} .js-plotly-plot`);
    const input = document.querySelector(this.input);
    if (this.busy || this.ended || !window.Plotly || !chart?.data || !input) return;
    const wanted = Math.min(Number(input.value), this.data.last);
    const { drawn } = this;
    if (this.data.last < 1 || (drawn?.data === chart.data && drawn.frame === wanted)) return;
    this.busy = true;
    try {
      await window.Plotly.animate(chart, [String(wanted)], AT_ONCE);
      this.drawn = { data: chart.data, frame: wanted };
      chart.dataset.frame = wanted;
      this.busy = false;
      this.draw(); // what was asked for meanwhile
    } catch {
      // Plotly gives up an animation when its chart is drawn anew; the watch draws it again.
      this.busy = false;
    }
  }

  end() {
    this.ended = true;
    document.removeEventListener("input", this.moved);
    clearInterval(this.watch);
  }
}

export default kept(Follower);
