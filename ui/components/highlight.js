// A diagram that is drawn anew has no mark: look now and then.
class Mark {
  constructor() {
    this.watch = setInterval(() => this.set(this.data.place), 300);
  }

  update(data) {
    this.data = data;
    this.set(data.place);
  }

  set(place) {
    const inputs = `[data-testid="stVegaLiteChart"] input[type="range"][name="${this.data.name}"]`;
    for (const input of document.querySelectorAll(inputs)) {
      if (Number(input.value) === place) continue;
      input.value = place;
      input.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  end() {
    clearInterval(this.watch);
    this.set(-1);
  }
}

export default kept(Mark);
