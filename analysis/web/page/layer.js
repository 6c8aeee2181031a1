// Layer: the geometry of one network: where nodes are, how links run, what is under a pointer.

export function radiusOf(layer, node) {
  return layer.radii ? layer.radii[node] : layer.radius;
}

export function nameOf(layer, node) {
  return layer.names ? layer.names[node] : String(node);
}

/** One layer of a network with its geometry at hand. */
export class Layer {
  constructor(data) {
    Object.assign(this, data);
    this.drawn = Boolean(data.x);
    if (!this.drawn) return;
    this.#measure();
    this.bendOf = new Map(data.bends.map(([link, x, y]) => [link, [x, y]]));
    this.linkOf = new Map();
    for (let link = 0; 2 * link < data.links.length; ++link) {
      this.linkOf.set(this.key(data.links[2 * link], data.links[2 * link + 1]), link);
    }
  }

  /** The part of the picture that anything is drawn on. */
  #measure() {
    const margin = 26 + 2 * this.radius + (this.labels.inside ? 0 : 30);
    const over = (values, pick, start) => values.reduce((a, b) => pick(a, b), start);
    this.left = over(this.x, Math.min, Infinity) - margin;
    this.top = over(this.y, Math.min, Infinity) - margin;
    this.width = over(this.x, Math.max, -Infinity) + margin - this.left;
    this.height = over(this.y, Math.max, -Infinity) + margin - this.top;
  }

  key(a, b) {
    return a < b ? a * this.nodes + b : b * this.nodes + a;
  }

  /** Where something is that has gone a share of the way along a connection. */
  along(from, to, share) {
    const x0 = this.x[from];
    const y0 = this.y[from];
    const x1 = this.x[to];
    const y1 = this.y[to];
    const bend = this.bendOf.get(this.linkOf.get(this.key(from, to)));
    if (!bend) return [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
    const a = (1 - share) * (1 - share);
    const b = 2 * share * (1 - share);
    const c = share * share;
    return [a * x0 + b * bend[0] + c * x1, a * y0 + b * bend[1] + c * y1];
  }

  /** The same along a way of several nodes, each step as long as the others. */
  alongWay(way, share) {
    const steps = way.length - 1;
    const step = Math.min(Math.floor(share * steps), steps - 1);
    return this.along(way[step], way[step + 1], share * steps - step);
  }

  nodeAt(x, y, slack) {
    let best = -1;
    let least = Infinity;
    for (let node = 0; node < this.nodes; ++node) {
      const distance = Math.hypot(this.x[node] - x, this.y[node] - y);
      const room = radiusOf(this, node) + slack;
      if (distance <= room && distance < least) {
        best = node;
        least = distance;
      }
    }
    return best;
  }

  linkAt(x, y, slack) {
    let best = -1;
    let least = slack;
    for (let link = 0; 2 * link < this.links.length; ++link) {
      for (let i = 1; i < 16; ++i) {
        const [px, py] = this.along(this.links[2 * link], this.links[2 * link + 1], i / 16);
        const distance = Math.hypot(px - x, py - y);
        if (distance < least) {
          best = link;
          least = distance;
        }
      }
    }
    return best;
  }
}
