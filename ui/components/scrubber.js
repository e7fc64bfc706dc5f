const CHART = '[data-testid="stVegaLiteChart"]';

// A slider on the page: made once, and told of each update.
class Scrubber {
  constructor(parent) {
    this.bar = parent.querySelector(".scrubber");
    this.button = parent.querySelector("button");
    this.range = parent.querySelector("input");
    this.output = parent.querySelector("output");
    this.timer = this.asked = null;
    this.button.onclick = () => (this.timer === null ? this.play() : this.pause());
    this.range.oninput = () => {
      this.pause();
      this.pass();
    };
    this.observer = new MutationObserver((changes) => this.look(changes));
    this.observer.observe(document.body, { childList: true, subtree: true });
  }

  update(data) {
    const last = data.texts.length - 1;
    const other = this.data?.run !== data.run || this.last !== last;
    this.data = data;
    this.last = last;
    this.range.max = last;
    this.range.setAttribute("aria-label", data.labels.slider);
    this.range.disabled = this.button.disabled = last < 1;
    if (other) {
      this.range.value = last;
      this.pause();
    }
    this.show();
    this.pass();
  }

  // Move every chart, and say where they are.
  pass() {
    if (!this.range.isConnected) return this.end();
    const frame = Number(this.range.value);
    this.output.textContent = this.data.texts[frame];
    this.range.setAttribute("aria-valuetext", this.data.texts[frame]);
    const inputs = `${CHART} input[type="range"][name="${this.data.name}"]`;
    for (const input of document.querySelectorAll(inputs)) {
      const wanted = Math.min(frame, Number(input.max));
      if (Number(input.value) === wanted) continue;
      input.value = wanted;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  // A chart that is drawn anew starts at its last frame: tell it where we are.
  look(changes) {
    if (this.asked !== null) return;
    const arrived = (node) =>
      node.nodeType === Node.ELEMENT_NODE && (node.closest(CHART) || node.querySelector(CHART));
    if (!changes.some((change) => [...change.addedNodes].some(arrived))) return;
    this.asked = requestAnimationFrame(() => {
      this.asked = null;
      this.pass();
    });
  }

  show() {
    const playing = this.timer !== null;
    const label = playing ? this.data.labels.pause : this.data.labels.play;
    this.bar.classList.toggle("playing", playing);
    this.button.setAttribute("aria-label", label);
    this.button.title = label;
  }

  play() {
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (Number(this.range.value) >= this.last) {
      this.range.value = 0;
      this.pass();
    }
    const pace = still ? 1000 : Math.min(400, Math.max(50, 5000 / (this.last + 1)));
    this.timer = setInterval(() => this.step(), pace);
    this.show();
  }

  step() {
    this.range.value = Number(this.range.value) + 1;
    this.pass();
    if (Number(this.range.value) >= this.last) this.pause();
  }

  pause() {
    clearInterval(this.timer);
    this.timer = null;
    this.show();
  }

  end() {
    this.observer.disconnect();
    clearInterval(this.timer);
    cancelAnimationFrame(this.asked);
    this.timer = this.asked = null;
  }
}

export default kept(Scrubber);
