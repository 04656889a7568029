// Computes a report's formulas for a reader's settings (analysis/estimates/browser_program.py describes the data it
// gets), and writes numbers as text as analysis/wording/numbers.py does.
// Intervals follow the rule of analysis/estimates/intervals.py: exact where each claim occurs once, else a search.

const OPERATIONS = {
  "+": add, "-": subtract, "*": (a, b) => a * b, "/": (a, b) => a / b, neg: (a) => -a,
  abs: Math.abs, sqrt: Math.sqrt, max: Math.max, min: Math.min,
};

const INTERVAL_OPERATIONS = {
  "+": (a, b) => [add(a[0], b[0]), add(a[1], b[1])], "-": (a, b) => [subtract(a[0], b[1]), subtract(a[1], b[0])], "*": multiplyIntervals,
  "/": divideIntervals,
  neg: (a) => [-a[1], -a[0]], max: (a, b) => [Math.max(a[0], b[0]), Math.max(a[1], b[1])],
  min: (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1])],
  abs: (a) => [a[0] <= 0 && a[1] >= 0 ? 0 : Math.min(...a.map(Math.abs)), Math.max(...a.map(Math.abs))],
  sqrt: (a) => a.map((end) => Math.sqrt(Math.max(end, 0))),
};

// A sum or a difference that is too small beside its terms to be more than rounding error is 0.
function add(a, b) { return Math.abs(a + b) < 1e-12 * Math.max(Math.abs(a), Math.abs(b)) ? 0 : a + b; }

function subtract(a, b) { return add(a, -b); }

function multiplyIntervals(a, b) {
  const products = a.flatMap((x) => b.map((y) => (x === 0 || y === 0 ? 0 : x * y)));
  return [Math.min(...products), Math.max(...products)];
}

function divideIntervals(a, b) {
  if (b[0] < 0 && b[1] > 0) return a[0] === 0 && a[1] === 0 ? [0, 0] : [-Infinity, Infinity];
  if (b[0] === 0 || b[1] === 0) return multiplyIntervals(a, [b[1] ? 1 / b[1] : -Infinity, b[0] ? 1 / b[0] : Infinity]);
  const quotients = a.flatMap((x) => b.map((y) => x / y));
  return [Math.min(...quotients), Math.max(...quotients)];
}

// Every result for some settings: one setting for each of `moved`, in its own unit, or null where the claim is used.
// A result that cannot be computed, for instance because it divides by zero, has the value NaN.
function computeResults(program, settings) {
  const leaves = program.leaves.map((leaf) => ({ ...leaf }));
  program.moved.forEach((one, index) => {
    if (settings[index] === null) return;
    const base = settings[index] * one.factor;
    for (const leaf of one.leaves) leaves[leaf] = { value: base, low: base, high: base, qualifier: "exact" };
  });
  const formula = new Formula(program.nodes, leaves), values = formula.computeValues();
  return program.results.map(({ node, factor }) => {
    const [operation, leaf] = program.nodes[node], value = values[node];
    if (!Number.isFinite(value)) return { value: NaN, low: NaN, high: NaN, qualifier: "exact" };
    const [low, high] = formula.computeRange(node, values);
    const qualifier = operation === "leaf" ? leaves[leaf].qualifier : chooseQualifier(value, low, high);
    return { value: value / factor, low: low / factor, high: high / factor, qualifier, given: operation === "leaf" };
  });
}

class Formula {
  constructor(nodes, leaves) { this.nodes = nodes; this.leaves = leaves; }

  // The value of every node in base units; a node that is in `given` has the value given there.
  computeValues(given = new Map()) {
    const values = [];
    this.nodes.forEach(([operation, ...operands], index) => {
      values.push(given.has(index) ? given.get(index) : operation === "leaf" ? this.leaves[operands[0]].value
        : OPERATIONS[operation](...operands.map((node) => values[node])));
    });
    return values;
  }

  // The lowest and highest value of a node; the value itself is always within.
  computeRange(root, values) {
    const [low, high] = this.computeExtremes(root, values);
    return [Math.min(low, values[root]), Math.max(high, values[root])];
  }

  computeExtremes(root, values) {
    const { uses, times } = this.countUses(root), spans = new Map();
    for (let index = 0; index <= root; index++) {
      if (!uses[index]) continue;
      const [operation, ...operands] = this.nodes[index];
      if (operation === "leaf") {
        if (times[operands[0]] <= 1) spans.set(index, [this.leaves[operands[0]].low, this.leaves[operands[0]].high]);
      } else if (operands.every((node) => spans.has(node))) {
        spans.set(index, INTERVAL_OPERATIONS[operation](...operands.map((node) => spans.get(node))));
      } else if (operation === "/") {
        const [low, high] = this.computeRange(operands[1], values);
        if (low < 0 && high > 0) return [-Infinity, Infinity];
      }
    }
    return spans.get(root) || this.searchExtremes(root, values, uses, spans);
  }

  // How often each node occurs in a formula, and how often each claim that has an interval does.
  countUses(root) {
    const uses = new Array(root + 1).fill(0), times = this.leaves.map(() => 0);
    uses[root] = 1;
    for (let index = root; index >= 0; index--) {
      const [operation, ...operands] = this.nodes[index];
      if (operation === "leaf") times[operands[0]] += this.leaves[operands[0]].low < this.leaves[operands[0]].high ? uses[index] : 0;
      else for (const node of operands) uses[node] += uses[index];
    }
    return { uses, times };
  }

  // Searches over the claims that occur several times, and over the sub-formulas whose claims do not.
  searchExtremes(root, values, uses, spans) {
    const moving = new Map();
    for (let index = 0; index <= root; index++) {
      const [operation, ...operands] = this.nodes[index];
      if (!uses[index] || spans.has(index)) continue;
      if (operation === "leaf") moving.set(index, { node: index, base: values[index], ...this.leaves[operands[0]] });
      else for (const node of operands) {
        const [low, high] = spans.get(node) || [0, 0];
        if (low < high) moving.set(node, { node, low, high, base: values[node] });
      }
    }
    const search = new Search(this, root, [...moving.values()]);
    return [-search.findHighest(-1), search.findHighest(1)];
  }
}

const SAMPLE = 512, PRIMES = [2, 3, 5, 7, 11, 13, 17, 19];
const ZOOMS = [1, 1 / 16, 1 / 256, 1 / 4096], GRID = Array.from({ length: 33 }, (_, step) => (step - 16) / 16);

class Search {
  constructor(formula, root, moving) { Object.assign(this, { formula, root, moving }); }

  computeValue(point, sign) {
    const given = new Map(this.moving.map(({ node }, index) => [node, point[index]]));
    const value = sign * this.formula.computeValues(given)[this.root];
    return Number.isNaN(value) ? -Infinity : value;
  }

  // Starts at the claims' own values, and at the best point of a sample.
  findHighest(sign) {
    const base = this.moving.map((one) => one.base);
    const best = this.makeSample().reduce((a, b) => (this.computeValue(b, sign) > this.computeValue(a, sign) ? b : a));
    return Math.max(...[base, best].map((start) => {
      let point = this.climb(start, this.moving.map(({ low, base, high }) => [low, base, high]), sign);
      for (const part of ZOOMS) {
        point = this.climb(point, this.moving.map((one, index) => listNextValues(one, point[index], part)), sign);
        if (this.moving.every(({ low, high }, index) => point[index] === low || point[index] === high)) break;
      }
      return this.computeValue(point, sign);
    }));
  }

  // Points at the ends of the intervals and between them, spread evenly by steps of irrational length.
  makeSample() {
    return Array.from({ length: SAMPLE }, (_, point) => this.moving.map(({ low, high, base }, index) => {
      const part = (point + 1) * Math.sqrt(PRIMES[index % PRIMES.length]) % 1;
      return Number.isFinite(high - low) ? low + (point % 2 ? part : Math.round(part)) * (high - low) : base;
    }));
  }

  // Moves the one claim that helps most, or all claims that help, as long as the result gets better.
  climb(start, moves, sign) {
    let point = start, best = this.computeValue(point, sign);
    for (;;) {
      const steps = moves.map((candidates, index) => candidates.map((value) => {
        const next = point.map((current, other) => (other === index ? value : current));
        return { value, next, result: this.computeValue(next, sign) };
      }).reduce((a, b) => (b.result > a.result ? b : a)));
      const alone = steps.reduce((a, b) => (b.result > a.result ? b : a)).next;
      const all = point.map((value, index) => (steps[index].result > best ? steps[index].value : value));
      const next = this.computeValue(all, sign) >= this.computeValue(alone, sign) ? all : alone;
      const result = this.computeValue(next, sign);
      if (!(result > best + 1e-12 * Math.abs(best))) return point;
      [point, best] = [next, result];
    }
  }
}

// The values a claim may take next: a grid around its present value, cut to its interval.
function listNextValues({ low, high }, value, part) {
  return GRID.map((step) => Math.min(high, Math.max(low, Number.isFinite(high - low) ? value + part * (high - low) * step : 0)));
}

function chooseQualifier(value, low, high) {
  const slack = 1e-9 * Math.max(...[value, low, high].filter(Number.isFinite).map(Math.abs));
  const below = value - low > slack, above = high - value > slack;
  return below && above ? "about" : below ? "at_most" : above ? "at_least" : "exact";
}

// Numbers as text. style: how the language writes them, by `describe_number_format` of analysis/wording/numbers.py.

function formatResult(result, form, spec, style) {
  let { value, low, high, qualifier } = result;
  if (Number.isNaN(value)) return style.none;
  if (spec.includes("size") && low < 0) {
    [value, low, high] = [Math.abs(value), high > 0 ? 0 : -high, Math.max(-low, high)];
    if (qualifier !== "between") qualifier = chooseQualifier(value, low, high);
  }
  const round = spec.includes("round"), signed = spec.includes("signed");
  if (qualifier === "about" && !spec.includes("bare") && Number.isFinite(low) !== Number.isFinite(high)) {
    [value, qualifier] = Number.isFinite(low) ? [low, "at_least"] : [high, "at_most"];
    low = high = value;
  }
  if (round && !breaksBound(roundRoughly(value, form), value, qualifier)) [value, low, high] = [value, low, high].map((end) => roundRoughly(end, form));
  const exact = result.given && !round;
  if (qualifier === "about" && !round && !exact && !spec.includes("bare")) value = roundAbout(value, low, high, form);
  let amount = measure(value, form, style, exact), text = "";
  if (qualifier === "between") {
    const [least, most] = [low, high].map((end) => measure(end, form, style, exact));
    if (writeAmount(least, form, style) === writeAmount(most, form, style)) [amount, qualifier] = [least, "about"];
    else text = writeRange(least, most, form, style, signed);
  }
  const isRange = text !== "";
  if (!isRange) text = writeAmount(amount, form, style, { signed, genitive: spec.includes("genitive"), spelled: spec.includes("words") });
  if (!spec.includes("bare")) text = addQualifier(text, qualifier, style, spec.includes("sign"));
  const interval = spec.includes("range") && low < high && !isRange ? formatInterval(low, high, form, style) : text;
  return interval === text ? text : `${text} (${interval})`;
}

function addQualifier(text, qualifier, { words, signs }, sign = false) {
  return sign ? signs[qualifier] + text : fillPlaces(words[qualifier], { number: text });
}

function formatInterval(low, high, form, style) {
  if (low === -Infinity && high === Infinity) return style.any;
  if (low === -Infinity) return addQualifier(formatMagnitude(high, form, style), "at_most", style);
  if (high === Infinity) return addQualifier(formatMagnitude(low, form, style), "at_least", style);
  return writeRange(measure(low, form, style), measure(high, form, style), form, style);
}

// A number with its unit. exact: with all its digits, as for a figure that is claimed or set.
function formatMagnitude(value, form, style, exact = false) {
  return writeAmount(measure(value, form, style, exact), form, style);
}

// A number as it is printed: without its sign, rounded, in a scale or none.
function measure(value, form, style, exact = false) {
  let size = roundDigits(Math.abs(value) * form.factor, exact ? 15 : 12), scale = null;
  if (form.style === "scale") [size, scale] = scaleNumber(size, style.scales, exact ? form.factor : null);
  const least = form.style === "fixed" ? form.places : 0;
  let places = exact ? Math.max(size.places, least) : choosePlaces(size, form, scale);
  for (const border of [0, form.whole]) {           // nothing else may read as 0, or as 100%
    const away = subtractDecimals(size, border);
    if (away.digits && Number(roundPlaces(size, places)) === border) places = -findExponent(away);
  }
  const rounded = roundPlaces(size, places).normalize();
  return { number: roundPlaces(rounded, Math.max(rounded.places, least)), scale, isNegative: value < 0 };
}

function writeAmount(amount, form, style, { signed = false, genitive = false, spelled = false } = {}) {
  let digits = writeDigits(amount, form, style);
  const rest = nameScale(amount, style) + findSuffix(amount, form, style, genitive) + form.per;
  if (spelled && !genitive && !amount.isNegative && !form.prefix && /^(\s\p{Ll}|$)/u.test(rest) && /^\d+$/.test(digits)) {
    digits = style.small[digits - 1] || digits;
  }
  return chooseSign(amount, signed) + form.prefix + digits + rest;
}

// From end to end, its unit once where it can be.
function writeRange(least, most, form, style, signed = false) {
  const signs = [least, most].map((end) => chooseSign(end, signed)), hasSign = signs.some(Boolean);
  const isClear = least.scale !== null || most.scale === null || !least.number.digits;      // 5 is not read as 5 million
  const dropsSuffix = style.shared ? isClear : /^\s/.test(form.suffixes.other), dropsPrefix = dropsSuffix && style.shared && !hasSign;
  const rest = (style.shared && least.scale === most.scale ? "" : nameScale(least, style))
    + (dropsSuffix ? "" : findSuffix(least, form, style, hasSign));
  const low = signs[0] + form.prefix + writeDigits(least, form, style) + rest;
  const high = signs[1] + (dropsPrefix ? "" : form.prefix) + writeDigits(most, form, style) + nameScale(most, style)
    + findSuffix(most, form, style, hasSign) + form.per;
  return fillPlaces(hasSign ? style.rangeWithSigns : rest.trim() ? style.rangeBetweenWords : style.range, { low, high });
}

// What rounds to nothing has no sign.
function chooseSign({ number, isNegative }, signed) {
  if (!number.digits) return "";
  return isNegative ? "−" : signed ? "+" : "";
}

function writeDigits({ number }, form, { decimal, group }) {
  const [whole, part] = number.toString().split(".");
  const grouped = form.style === "year" ? whole : whole.replace(/\B(?=(\d{3})+$)/g, group);
  return part === undefined ? grouped : grouped + decimal + part;
}

function nameScale({ number, scale }, style) {
  return scale === null ? "" : scale.words[findPluralCategory(number, style)] || scale.words.other;
}

// The name of the unit in the form that the number takes.
function findSuffix({ number, scale }, form, style, genitive) {
  const printed = scale === null ? number : new Decimal(number.digits, number.places - scale.power).truncate();
  const category = findPluralCategory(printed, style);
  return form.suffixes[(genitive && style.genitive[category]) || category] ?? form.suffixes.other;
}

function findPluralCategory(number, style) {
  const places = number.places;
  const rules = new Intl.PluralRules(style.language, { minimumFractionDigits: Math.min(places, 20), maximumFractionDigits: Math.min(places, 20) });
  return rules.select(Number(number));
}

function choosePlaces(value, form, scale) {
  if (form.style === "scale") return scale || Number(value) < 100 ? 1 : 0;
  if (form.style === "whole" && Number(value) >= 10) return 0;
  const size = Number(value);
  if (form.style === "fixed" && size > 0 && size < 0.1) return 2 - findExponent(value);
  return form.places;
}

// own: for all its digits, the size of the unit in which it is claimed.
function scaleNumber(value, scales, own) {
  for (const scale of scales) {
    const scaled = new Decimal(value.digits, value.places + scale.power).normalize(), size = 10 ** scale.power;
    if (own === null ? value >= scale.least : value >= size && (scaled.places <= 3 || own >= size)) return [scaled, scale];
  }
  return [value, null];
}

// A positive decimal number: `digits` (a BigInt) of which the last `places` are behind the point.
class Decimal {
  constructor(digits, places) { this.digits = digits; this.places = places; }

  // Without zeros at the end of its decimals, and with no negative number of places.
  normalize() {
    let { digits, places } = this;
    for (; places > 0 && digits % 10n === 0n; places--) digits /= 10n;
    return places < 0 ? new Decimal(digits * 10n ** BigInt(-places), 0) : new Decimal(digits, places);
  }

  // Without decimals.
  truncate() {
    const { digits, places } = this;
    return new Decimal(places < 0 ? digits * 10n ** BigInt(-places) : digits / 10n ** BigInt(places), 0);
  }

  toString() {
    const text = String(this.digits).padStart(this.places + 1, "0"), point = text.length - this.places;
    return this.places ? `${text.slice(0, point)}.${text.slice(point)}` : text;
  }

  valueOf() { return Number(this.toString()); }
}

// A number with two digits, unless it would then read as all of something (100 percent) that it is not all of.
function roundRoughly(value, form) {
  if (!Number.isFinite(value)) return value;
  const rounded = Math.sign(value) * roundDigits(value, 2);
  return form.whole && Math.abs(rounded * form.factor) === form.whole ? value : rounded;
}

// A number with two digits, or so many more that it stays in its interval and is not all of something.
function roundAbout(value, low, high, form) {
  for (let digits = 2; digits < 12 && form.style !== "year"; digits += 1) {
    const rounded = Math.sign(value) * roundDigits(value, digits);
    if (low <= rounded && rounded <= high && !(form.whole && Math.abs(rounded * form.factor) === form.whole)) return rounded;
  }
  return value;
}

// Whether what a rounded bound says is more than what is known: at most 62, of at most 62.5.
function breaksBound(rounded, value, qualifier) {
  if (["at_most", "less_than"].includes(qualifier)) return rounded < value;
  return rounded > value && ["at_least", "over"].includes(qualifier);
}

// A number with so many significant digits, half to even, as Python writes it.
function roundDigits(value, count) {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || size === 0) return new Decimal(0n, 0);
  const [mantissa, exponent] = size.toExponential(30).split("e"), places = 30 - Number(exponent);
  const exact = new Decimal(BigInt(mantissa.replace(".", "")), places);
  return roundPlaces(exact, count - 1 - Number(exponent)).normalize();
}

// Half to even: 0.25 is 0.2, and 0.35 is 0.4.
function roundPlaces(value, places) {
  const { digits } = value, drop = value.places - places;
  if (drop <= 0) return new Decimal(digits * 10n ** BigInt(-drop), places);
  const unit = 10n ** BigInt(drop), rest = digits % unit, down = digits / unit;
  const up = rest * 2n > unit || (rest * 2n === unit && down % 2n === 1n);
  return new Decimal(down + (up ? 1n : 0n), places);
}

function subtractDecimals(value, whole) {
  const away = value.digits - BigInt(whole) * 10n ** BigInt(value.places);
  return new Decimal(away < 0n ? -away : away, value.places);
}

// The power of ten of the first digit.
function findExponent({ digits, places }) { return String(digits).length - 1 - places; }
