// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// A picture that can be moved and enlarged: by dragging, by two fingers, by the wheel with Control.

// What is smaller cannot be read; where room is scarce, the picture is moved rather than made smaller.
const smallest = (room) => (room > 560 ? 0.66 : 0.85);

export class PanZoom {
  #x = 0;
  #y = 0;
  #scale = 1;
  #size = [1, 1];
  #width = 600;
  #pointers = new Map();
  #boxes = [];

  constructor(svg, content, height) {
    Object.assign(this, { svg, content, height });
    svg.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    svg.addEventListener("pointerdown", (event) => this.#pointers.set(event.pointerId, event));
    svg.addEventListener("pointermove", (event) => this.#move(event));
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) svg.addEventListener(name, (event) => this.#pointers.delete(event.pointerId));
    this.isFitted = true;
    this.observer = new ResizeObserver(() => {
      const width = svg.clientWidth;
      // Fitting changes the height, of which there is word here, too.
      if (width === this.#width) return;
      // Kept, for asking the picture itself in every step would make it lay itself out.
      this.#width = width;
      if (this.isFitted) this.fit();
    });
    this.observer.observe(svg);
  }

  /** The size of what is shown; it is fitted again when that changes: true then. */
  setSize(width, height) {
    if (width === this.#size[0] && height === this.#size[1]) return false;
    this.#size = [width, height];
    this.#boxes = [];
    this.#width = this.svg.clientWidth || this.#width;
    this.fit();
    return true;
  }

  /** Shows everything, but never so small that it cannot be read; then what was revealed last is in sight. */
  fit() {
    const [width, height] = this.#size;
    const room = this.#width;
    this.#scale = Math.max(smallest(room), Math.min(room / width, this.height / height, 1.3));
    this.svg.style.height = `${Math.round(Math.min(this.height, Math.max(height * this.#scale, 120)))}px`;
    this.#x = Math.max(0, (room - width * this.#scale) / 2);
    this.#y = Math.max(0, (this.#viewHeight - height * this.#scale) / 2);
    this.isFitted = true;
    this.#apply();
    this.reveal(this.#boxes);
  }

  remove() {
    this.observer.disconnect();
  }

  zoom(factor, x = this.#width / 2, y = this.#viewHeight / 2) {
    const scale = Math.min(4, Math.max(0.3, this.#scale * factor));
    this.#x = x - ((x - this.#x) * scale) / this.#scale;
    this.#y = y - ((y - this.#y) * scale) / this.#scale;
    this.#scale = scale;
    this.isFitted = false;
    this.#apply();
  }

  /** Moves so far that boxes `{x, y, width, height}` are in sight. */
  reveal(boxes) {
    if (boxes.length === 0) return;
    this.#boxes = boxes;
    if (this.#pointers.size > 0) return;
    const along = (center, extent, offset, room) => {
      const low = Math.min(...boxes.map((box) => box[center] - box[extent] / 2)) * this.#scale + offset - 8;
      const high = Math.max(...boxes.map((box) => box[center] + box[extent] / 2)) * this.#scale + offset + 8;
      if (low >= 0 && high <= room) return 0;
      return high - low > room || low < 0 ? -low : room - high;
    };
    const [dx, dy] = [along("x", "width", this.#x, this.#width), along("y", "height", this.#y, this.#viewHeight)];
    if (dx === 0 && dy === 0) return;
    this.#x += dx;
    this.#y += dy;
    this.#apply();
  }

  get #viewHeight() {
    return parseFloat(this.svg.style.height) || this.height;
  }

  #apply() {
    const [width, height] = this.#size.map((length) => length * this.#scale);
    // A corner of the picture always stays in sight.
    this.#x = Math.min(this.#width - 60, Math.max(60 - width, this.#x));
    this.#y = Math.min(this.#viewHeight - 40, Math.max(40 - height, this.#y));
    this.content.setAttribute("transform", `translate(${this.#x.toFixed(1)} ${this.#y.toFixed(1)}) scale(${this.#scale.toFixed(3)})`);
    // A picture that is no taller than its window leaves vertical swipes to the page.
    this.svg.style.touchAction = height <= this.#viewHeight + 1 ? "pan-y" : "none";
  }

  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.zoom(Math.exp(-event.deltaY / 300), ...this.#place(event));
  }

  #move(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const other = [...this.#pointers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    if (!other && Math.hypot(dx, dy) < 3 && !this.svg.hasPointerCapture(event.pointerId)) return;
    // Only a drag captures the pointer, so that a press is still a press on a node.
    this.svg.setPointerCapture(event.pointerId);
    if (other) {
      const distance = (p) => Math.hypot(p.clientX - other.clientX, p.clientY - other.clientY);
      const [x, y] = this.#place(event), [ox, oy] = this.#place(other);
      this.zoom(distance(event) / Math.max(1, distance(before)), (x + ox) / 2, (y + oy) / 2);
    }
    const share = other ? 0.5 : 1;
    this.#x += dx * share;
    this.#y += dy * share;
    this.isFitted = false;
    this.#apply();
    this.#pointers.set(event.pointerId, event);
  }

  #place(event) {
    const { left, top } = this.svg.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }
}
