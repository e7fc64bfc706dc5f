class CopyLink {
  constructor(parent) {
    this.button = parent.querySelector("button");
    this.label = parent.querySelector(".label");
    this.timer = null;
    this.button.onclick = async () => {
      // Community Cloud serves the app below /~/+/; the address to share is without it, and not
      // embedded, as this page may be.
      const address = new URL(window.location.href.replace("/~/+/", "/"));
      ["embed", "embed_options"].forEach((name) => address.searchParams.delete(name));
      await this.copy(address.href);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => {
        this.timer = null;
        this.show();
      }, 2000);
      this.show();
    };
  }

  update(data, tell) {
    this.data = data;
    this.show();
    if (data.most && !window.addressLooked) this.look(tell);
  }

  // Once, at the address by which the page was opened: what it shows by now is what Streamlit made
  // of that.
  look(tell) {
    window.addressLooked = true;
    const opened = new URL(performance.getEntriesByType("navigation")[0].name);
    const here = opened.pathname === window.location.pathname;
    if (here && opened.search.split("&").length > this.data.most) tell("dropped", true);
  }

  show() {
    const done = this.timer !== null;
    this.button.classList.toggle("done", done);
    this.label.textContent = done ? this.data.done : this.data.label;
  }

  async copy(text) {
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
  }

  end() {
    clearTimeout(this.timer);
  }
}

export default kept(CopyLink);
