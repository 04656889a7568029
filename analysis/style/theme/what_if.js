// Sliders that change a claim, and the results computed from them. Without script, they are shown as claimed.
// what_if_page.js sets them up on a page, notebook_what_if.js in a notebook.

// start: takes the sliders, returns what each is set to at first. keep: called with the sliders and the settings, null where one is as claimed,
// when a slider has stopped.
function setUpWhatIf(section, start, keep) {
  const program = JSON.parse(section.dataset.program), status = section.querySelector("[role='status']");
  const sliders = [...section.querySelectorAll("input")], rows = [...section.querySelectorAll("tbody tr")];
  const claimed = computeResults(program, sliders.map(() => null));
  const draw = prepareDrawings(program, sliders, rows, claimed);
  // What the reader has chosen; a part stays lower than that as long as its whole leaves no room.
  const wanted = sliders.map((slider) => Number(slider.defaultValue));
  const formatSetting = (value, at) => formatMagnitude(value, program.moved[at].form, program.numbers, true);
  let timer = 0;
  sliders.forEach((slider, at) => {
    const ends = slider.parentElement.querySelectorAll(".ends span");
    [slider.min, slider.max].forEach((end, side) => { ends[side].textContent = formatSetting(Number(end), at); });
  });

  const update = () => {
    const limited = limitSettings(program, wanted), short = limited.map((value, at) => value < wanted[at]);
    const settings = limited.map((value, at) => (value === Number(sliders[at].defaultValue) ? null : value));
    const results = computeResults(program, settings), moved = settings.some((setting) => setting !== null);
    section.classList.toggle("moved", moved);
    sliders.forEach((slider, at) => {
      const output = slider.parentElement.querySelector("output"), limit = slider.parentElement.querySelector(".limit");
      const yours = settings[at] === null ? "" : formatSetting(settings[at], at), full = isAtLimit(program, limited, at);
      slider.value = limited[at];
      if (limit) limit.classList.toggle("reached", full);
      output.querySelector("b").textContent = yours;
      output.hidden = !yours;
      slider.setAttribute("aria-valuetext", !yours ? gettext("{value}, as in this report", { value: readNumber(findClaim(slider)) })
        : full ? gettext("{value}, your setting. {limit}", { value: yours, limit: limit.textContent })
        : gettext("{value}, your setting", { value: yours }));
    });
    rows.forEach((row, at) => {
      const { form, spec } = program.results[at], result = results[at], cell = row.querySelector(".yours");
      const text = formatResult(result, form, spec, program.numbers), same = isAffected(at, settings, program) ? "" : " same";
      cell.className = `yours scripted${same}`;
      cell.replaceChildren(...(moved && same ? [gettext("unchanged")] : splitText(text)));
      Object.assign(cell.dataset, { value: result.value, low: result.low, high: result.high, text });
      draw(at, moved && !same ? result : null);
    });
    clearTimeout(timer);
    timer = setTimeout(() => {                      // when the slider has stopped
      status.textContent = [describeChanges(rows, moved), ...listLowered(sliders, short)].join(" ");
      keep(sliders, settings);
    }, 500);
  };

  const reset = () => {
    sliders.forEach((slider, at) => { wanted[at] = Number(slider.defaultValue); });
    update();
  };
  sliders.forEach((slider, at) => slider.addEventListener("input", () => {
    wanted[at] = Number(slider.value);
    wanted[at] = limitSettings(program, wanted)[at];
    update();
  }));
  section.querySelector(".reset").addEventListener("click", reset);
  start(sliders).forEach((value, at) => { wanted[at] = value; });      // not what a browser kept of the last visit
  update();
  clearTimeout(timer);
}

// Limits the settings of all sliders together: a part is never more than its whole.
function limitSettings({ moved, within }, values) {
  const limited = [...values];
  for (const _ of within) {                         // a whole may itself be a part
    for (const [part, whole] of within) limited[part] = Math.min(limited[part], limited[whole] * (moved[whole].factor / moved[part].factor));
  }
  return limited;
}

function isAtLimit({ moved, within }, limited, at) {
  return within.some(([part, whole]) => part === at && limited[part] >= limited[whole] * (moved[whole].factor / moved[part].factor));
}

function listLowered(sliders, short) {
  return sliders.flatMap((slider, at) => (short[at]
    ? [gettext("{name} lowered: {limit}", { name: slider.labels[0].textContent, limit: slider.parentElement.querySelector(".limit").textContent })] : []));
}

// Splits a qualifier from its number, so that a short number stays on one line.
function splitText(text) {
  const at = Math.max(0, text.search(/[−+\p{Sc}\d]|\b[A-Z]{3} \d/u)), figures = document.createElement("span");
  if (text.length - at <= 16) figures.className = "one";
  figures.textContent = text.slice(at);
  return [text.slice(0, at), figures];
}

function findClaim(slider) { return slider.parentElement.querySelector(".own .claimed"); }

// Whether a result is computed from a claim that was moved.
function isAffected(at, settings, { nodes, moved, results }) {
  const leaves = new Set(moved.flatMap((one, place) => (settings[place] === null ? [] : one.leaves)));
  const touched = [];
  for (const [op, ...of] of nodes.slice(0, results[at].node + 1)) {
    touched.push(op === "leaf" ? leaves.has(of[0]) : of.some((node) => touched[node]));
  }
  return touched[results[at].node];
}

function describeChanges(rows, moved) {
  if (!moved) return gettext("As in this report.");
  const changed = rows.filter((row) => !row.querySelector(".same"));
  const results = changed.map((row) => `${row.querySelector(".name").textContent}, ${row.querySelector(".yours").textContent}`).join("; ");
  return gettext("By your setting: {results}.", { results });
}

// Returns a function that draws a row. Each unit has one scale, wide enough for all settings, so that it never changes.
function prepareDrawings(program, sliders, rows, claimed) {
  const ends = sliders.map((slider) => [Number(slider.min), Number(slider.max)]), scales = {};
  const makeUnitKey = ({ form, factor }) => JSON.stringify([form, factor]);
  for (let corner = 0; corner <= 2 ** sliders.length; corner++) {
    const results = corner ? computeResults(program, limitSettings(program, ends.map((end, at) => end[corner - 1 >> at & 1]))) : claimed;
    results.forEach((result, at) => {
      const scale = scales[makeUnitKey(program.results[at])] ||= [0, 0];
      for (const end of [result.low, result.value, result.high].filter(Number.isFinite)) {
        scale[0] = Math.min(scale[0], end);
        scale[1] = Math.max(scale[1], end);
      }
    });
  }
  for (const scale of Object.values(scales)) scale.splice(0, 2, ...scale.map(roundOut));
  return (at, yours) => {
    const one = program.results[at], next = program.results[at + 1], [least, most] = scales[makeUnitKey(one)];
    const placeAt = (value) => 100 * (Math.min(most, Math.max(least, value)) - least) / (most - least || 1);
    const last = !next || makeUnitKey(next) !== makeUnitKey(one), svg = rows[at].querySelector("svg");      // of the rows with one scale
    svg.classList.toggle("last", last);
    svg.replaceChildren(
      makeShape("line", { x1: 0, x2: 100, y1: 29.5, y2: 29.5 }, "scale"),
      ...makeBar(claimed[at], placeAt, 0, "claimed-bar"), ...(yours && !Number.isNaN(yours.value) ? makeBar(yours, placeAt, 15, "yours-bar") : []),
      makeShape("line", { x1: placeAt(0), x2: placeAt(0), y1: 0, y2: 33 }, "zero"),
      ...(last ? [[least, 0], [most, 100]].map(([end, x]) => makeEndLabel(formatMagnitude(end, one.form, program.numbers), x)) : []));
  };
}

// Returns an end with two digits, no nearer to zero.
function roundOut(end) {
  const step = 10 ** (Math.floor(Math.log10(Math.abs(end) || 1)) - 1);
  return Math.sign(end) * Math.ceil(Math.abs(end) / step - 1e-9) * step;
}

// A bar from zero to the value, and just below it a line over the interval.
function makeBar({ value, low, high }, placeAt, top, name) {
  const [start, end] = [placeAt(0), placeAt(value)].sort((a, b) => a - b);
  return [makeShape("rect", { x: start, width: end - start, y: top, height: 9 }, name),
    ...(low < high ? [makeShape("rect", { x: placeAt(low), width: placeAt(high) - placeAt(low), y: top + 10, height: 2.5 }, "interval")] : [])];
}

function makeEndLabel(text, x) {
  const made = makeShape("text", { x, y: 44 }, x ? "most" : "least");
  made.textContent = text;
  return made;
}

// Horizontal positions in percent of the drawing's width, vertical ones in pixels.
function makeShape(kind, places, name) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", kind);
  for (const [side, at] of Object.entries(places)) made.setAttribute(side, /^(x|width)/.test(side) ? `${at.toFixed(3)}%` : at);
  made.setAttribute("class", name);
  return made;
}
