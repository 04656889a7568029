// Reckons a report's formulas anew (see analysis/program.py), and writes numbers as analysis/wording/numbers.py does.
// Intervals follow the rule of analysis/intervals.py: exact where each claim stands once, else a search.

const ACTS = {
  "+": (a, b) => a + b, "-": (a, b) => a - b, "*": (a, b) => a * b, "/": (a, b) => a / b, neg: (a) => -a,
  abs: Math.abs, sqrt: Math.sqrt, max: Math.max, min: Math.min,
};

const SPANS = {
  "+": (a, b) => [a[0] + b[0], a[1] + b[1]], "-": (a, b) => [a[0] - b[1], a[1] - b[0]], "*": multiplied, "/": divided,
  neg: (a) => [-a[1], -a[0]], max: (a, b) => [Math.max(a[0], b[0]), Math.max(a[1], b[1])],
  min: (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1])],
  abs: (a) => [a[0] <= 0 && a[1] >= 0 ? 0 : Math.min(...a.map(Math.abs)), Math.max(...a.map(Math.abs))],
  sqrt: (a) => a.map((end) => Math.sqrt(Math.max(end, 0))),
};

function multiplied(a, b) {
  const products = a.flatMap((x) => b.map((y) => (x === 0 || y === 0 ? 0 : x * y)));
  return [Math.min(...products), Math.max(...products)];
}

function divided(a, b) {
  if (b[0] < 0 && b[1] > 0) return a[0] === 0 && a[1] === 0 ? [0, 0] : [-Infinity, Infinity];
  if (b[0] === 0 || b[1] === 0) return multiplied(a, [b[1] ? 1 / b[1] : -Infinity, b[0] ? 1 / b[0] : Infinity]);
  const quotients = a.flatMap((x) => b.map((y) => x / y));
  return [Math.min(...quotients), Math.max(...quotients)];
}

// Every result at some settings: one for each of `moved`, in its own unit, or null where it is left as claimed.
// A result that cannot be computed, as it divides by zero, has the value NaN.
function reckoned(program, settings) {
  const leaves = program.leaves.map((leaf) => ({ ...leaf }));
  program.moved.forEach((one, at) => {
    if (settings[at] === null) return;
    const base = settings[at] * one.factor;
    for (const leaf of one.leaves) leaves[leaf] = { value: base, low: base, high: base, qualifier: "exact" };
  });
  const formula = new Formula(program.nodes, leaves), values = formula.values();
  return program.results.map(({ node, factor }) => {
    const [op, leaf] = program.nodes[node], value = values[node];
    if (!Number.isFinite(value)) return { value: NaN, low: NaN, high: NaN, qualifier: "exact" };
    const [low, high] = formula.range(node, values);
    const qualifier = op === "leaf" ? leaves[leaf].qualifier : reading(value, low, high);
    return { value: value / factor, low: low / factor, high: high / factor, qualifier };
  });
}

class Formula {
  constructor(nodes, leaves) { this.nodes = nodes; this.leaves = leaves; }

  // The value of every node in base units, with those in `given` put in.
  values(given = new Map()) {
    const found = [];
    this.nodes.forEach(([op, ...of], at) => {
      found.push(given.has(at) ? given.get(at) : op === "leaf" ? this.leaves[of[0]].value
        : ACTS[op](...of.map((node) => found[node])));
    });
    return found;
  }

  range(root, values) {
    const [low, high] = this.extremes(root, values);
    return [Math.min(low, values[root]), Math.max(high, values[root])];
  }

  extremes(root, values) {
    const { uses, times } = this.uses(root), spans = new Map();
    for (let at = 0; at <= root; at++) {
      if (!uses[at]) continue;
      const [op, ...of] = this.nodes[at];
      if (op === "leaf") {
        if (times[of[0]] <= 1) spans.set(at, [this.leaves[of[0]].low, this.leaves[of[0]].high]);
      } else if (of.every((node) => spans.has(node))) {
        spans.set(at, SPANS[op](...of.map((node) => spans.get(node))));
      } else if (op === "/") {
        const [low, high] = this.range(of[1], values);
        if (low < 0 && high > 0) return [-Infinity, Infinity];
      }
    }
    return spans.get(root) || this.searched(root, values, uses, spans);
  }

  // How often each node stands in a formula, and each claim that has an interval.
  uses(root) {
    const uses = new Array(root + 1).fill(0), times = this.leaves.map(() => 0);
    uses[root] = 1;
    for (let at = root; at >= 0; at--) {
      const [op, ...of] = this.nodes[at];
      if (op === "leaf") times[of[0]] += this.leaves[of[0]].low < this.leaves[of[0]].high ? uses[at] : 0;
      else for (const node of of) uses[node] += uses[at];
    }
    return { uses, times };
  }

  // Over the claims that stand several times, and over the parts whose claims do not.
  searched(root, values, uses, spans) {
    const moving = new Map();
    for (let at = 0; at <= root; at++) {
      const [op, ...of] = this.nodes[at];
      if (!uses[at] || spans.has(at)) continue;
      if (op === "leaf") moving.set(at, { node: at, base: values[at], ...this.leaves[of[0]] });
      else for (const node of of) {
        const [low, high] = spans.get(node) || [0, 0];
        if (low < high) moving.set(node, { node, low, high, base: values[node] });
      }
    }
    const search = new Search(this, root, [...moving.values()]);
    return [-search.highest(-1), search.highest(1)];
  }
}

const SAMPLE = 512, PRIMES = [2, 3, 5, 7, 11, 13, 17, 19];
const ZOOMS = [1, 1 / 16, 1 / 256, 1 / 4096], GRID = Array.from({ length: 33 }, (_, step) => (step - 16) / 16);

class Search {
  constructor(formula, root, moving) { Object.assign(this, { formula, root, moving }); }

  value(point, sign) {
    const found = sign * this.formula.values(new Map(this.moving.map(({ node }, at) => [node, point[at]])))[this.root];
    return Number.isNaN(found) ? -Infinity : found;
  }

  // From the claims' own values, and from the best of a sample.
  highest(sign) {
    const base = this.moving.map((one) => one.base);
    const best = this.sample().reduce((a, b) => (this.value(b, sign) > this.value(a, sign) ? b : a));
    return Math.max(...[base, best].map((start) => {
      let point = this.climbed(start, this.moving.map(({ low, base, high }) => [low, base, high]), sign);
      for (const part of ZOOMS) {
        point = this.climbed(point, this.moving.map((one, at) => about(one, point[at], part)), sign);
        if (this.moving.every(({ low, high }, at) => point[at] === low || point[at] === high)) break;
      }
      return this.value(point, sign);
    }));
  }

  // Points at the ends of the intervals and between them, spread evenly by steps of irrational length.
  sample() {
    return Array.from({ length: SAMPLE }, (_, point) => this.moving.map(({ low, high, base }, at) => {
      const part = (point + 1) * Math.sqrt(PRIMES[at % PRIMES.length]) % 1;
      return Number.isFinite(high - low) ? low + (point % 2 ? part : Math.round(part)) * (high - low) : base;
    }));
  }

  // Moves the one claim that helps most, or all that help, as long as that is better.
  climbed(start, moves, sign) {
    let point = start, best = this.value(point, sign);
    for (;;) {
      const steps = moves.map((places, at) => places.map((place) => {
        const next = point.map((there, other) => (other === at ? place : there));
        return { place, next, reached: this.value(next, sign) };
      }).reduce((a, b) => (b.reached > a.reached ? b : a)));
      const alone = steps.reduce((a, b) => (b.reached > a.reached ? b : a)).next;
      const all = point.map((place, at) => (steps[at].reached > best ? steps[at].place : place));
      const next = this.value(all, sign) >= this.value(alone, sign) ? all : alone, reached = this.value(next, sign);
      if (!(reached > best + 1e-12 * Math.abs(best))) return point;
      [point, best] = [next, reached];
    }
  }
}

// Where a claim may go next: a grid about where it is, cut to its ends.
function about({ low, high }, place, part) {
  return GRID.map((step) => Math.min(high, Math.max(low, Number.isFinite(high - low) ? place + part * (high - low) * step : 0)));
}

function reading(value, low, high) {
  const slack = 1e-9 * Math.max(...[value, low, high].filter(Number.isFinite).map(Math.abs));
  const below = value - low > slack, above = high - value > slack;
  return below && above ? "about" : below ? "at_most" : above ? "at_least" : "exact";
}

// Numbers as text

function written(result, form, spec, { words, signs, scales }) {
  let { value, low, high, qualifier } = result;
  if (Number.isNaN(value)) return "no number";
  if (spec.includes("size") && low < 0) {
    [value, low, high] = [Math.abs(value), high > 0 ? 0 : -high, Math.max(-low, high)];
    qualifier = reading(value, low, high);
  }
  if (spec.includes("round")) [value, low, high] = [value, low, high].map(twoDigits);
  let text = magnitude(value, form, scales);
  if (spec.includes("signed") && value > 0 && saysSomething(text)) text = `+${text}`;
  if (!spec.includes("bare")) text = (spec.includes("sign") ? signs : words)[qualifier] + text;
  const range = spec.includes("range") && low < high ? interval(low, high, form, scales, words) : text;
  return range === text ? text : `${text} (${range})`;
}

function interval(low, high, form, scales, words) {
  if (low === -Infinity && high === Infinity) return "any value";
  if (low === -Infinity) return words.at_most + magnitude(high, form, scales);
  if (high === Infinity) return words.at_least + magnitude(low, form, scales);
  let least = magnitude(low, form, scales);
  const shared = form.suffix.startsWith(" ") ? [form.plural, form.suffix].filter(Boolean) : [];
  for (const end of shared) if (least.endsWith(end)) least = least.slice(0, -end.length);
  return `${least} to ${magnitude(high, form, scales)}`;
}

// A number, with every digit of the step it was set by, where there is one.
function magnitude(value, form, scales, step = 0) {
  const text = STYLES[form.style](Math.abs(value) * form.factor, form.places, scales, step * form.factor);
  const whole = form.prefix + text + form.suffix + (text === "1" ? "" : form.plural);
  return value < 0 && saysSomething(whole) ? `−${whole}` : whole;
}

const STYLES = {
  scale: (value, _, scales, step) => {
    const [, size, word] = scales.find(([least]) => value >= least) || [0, 1, ""];
    return trimmed(value / size, Math.max(word || value < 100 ? 1 : 0, digits(step / size))) + word;
  },
  trimmed: (value, places, _, step) => trimmed(value, Math.max(places, digits(step))),
  fraction: (value, places, _, step) => {
    const text = trimmed(value, Math.max(places, digits(step)));
    return text === "0" && value > 1e-9 ? trimmed(value, -Number(value.toExponential().split("e")[1])) : text;
  },
  whole: (value, places, _, step) => trimmed(value, Math.max(value >= 10 ? 0 : places, digits(step))),
  fixed: (value, places, _, step) => fixed(value, Math.max(places, digits(step))),
  year: (value, places, _, step) => rounded(value, Math.max(places, digits(step))),
};

// How many places a step has behind the point.
function digits(step) {
  let places = 0;
  while (step && places < 12 && Math.abs(step * 10 ** places - Math.round(step * 10 ** places)) > 1e-6) places++;
  return places;
}

function fixed(value, places) {
  const [whole, ...rest] = rounded(value, places).split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, ","), ...rest].join(".");
}

function saysSomething(text) { return /[1-9]/.test(text.split(" per ")[0]); }

function trimmed(value, places) {
  const text = fixed(value, places);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function twoDigits(value) {
  if (!Number.isFinite(value) || value === 0) return value;
  const places = 1 - Number(value.toExponential().split("e")[1]), size = Math.abs(value);
  const near = places < 0 ? Number(rounded(size / 10 ** -places, 0)) * 10 ** -places : Number(rounded(size, places));
  return Math.sign(value) * near;
}

// Half a unit goes to the even digit, as in Python, where toFixed would go up. A tie can be told exactly: doubling is.
function rounded(value, places) {
  const text = value.toFixed(places), tie = Math.abs(value * 2 ** (places + 1)) % 2 === 1;
  return tie && "13579".includes(text.at(-1)) ? (value * (1 - Number.EPSILON)).toFixed(places) : text;
}
