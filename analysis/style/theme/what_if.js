// Sliders that set a claim otherwise, and the results that follow. Without script, the page shows them as claimed.

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(".what-if").forEach(whatIf));

function whatIf(section) {
  const program = JSON.parse(section.dataset.program), said = section.querySelector("[role='status']");
  const sliders = [...section.querySelectorAll("input")], rows = [...section.querySelectorAll("tbody tr")];
  const claimed = reckoned(program, sliders.map(() => null));
  const draw = drawings(program, sliders, rows, claimed);
  const wanted = sliders.map((slider) => Number(slider.defaultValue));      // which a part may be held short of, until there is room
  const figure = (value, at) => magnitude(value, program.moved[at].form, program.scales, Number(sliders[at].step));
  let telling = 0;
  sliders.forEach((slider, at) => {
    const ends = slider.parentElement.querySelectorAll(".ends span");
    [slider.min, slider.max].forEach((end, side) => { ends[side].textContent = figure(Number(end), at); });
  });

  const show = () => {
    const stood = bounded(program, wanted), short = stood.map((value, at) => value < wanted[at]);
    const settings = stood.map((value, at) => (value === Number(sliders[at].defaultValue) ? null : value)), results = reckoned(program, settings), moved = settings.some((setting) => setting !== null);
    section.classList.toggle("moved", moved);
    sliders.forEach((slider, at) => {
      const output = slider.parentElement.querySelector("output"), limit = slider.parentElement.querySelector(".limit");
      const yours = settings[at] === null ? "" : figure(settings[at], at), full = atLimit(program, stood, at);
      slider.value = stood[at];
      if (limit) limit.classList.toggle("reached", full);
      output.querySelector("b").textContent = yours;
      output.hidden = !yours;
      slider.setAttribute("aria-valuetext", yours ? `${yours}, your setting${full ? `. ${limit.textContent}` : ""}` : `${spoken(claimOf(slider))}, as in this report`);
    });
    rows.forEach((row, at) => {
      const { form, spec } = program.results[at], result = results[at], cell = row.querySelector(".yours");
      const text = written(result, form, spec, program), same = follows(at, settings, program) ? "" : " same";
      cell.className = `yours scripted${same}`;
      cell.replaceChildren(...(moved && same ? ["unchanged"] : held(text)));
      Object.assign(cell.dataset, { value: result.value, low: result.low, high: result.high, text });
      draw(at, moved && !same ? result : null);
    });
    clearTimeout(telling);
    telling = setTimeout(() => { said.textContent = [summed(rows, moved), ...lowered(sliders, short)].join(" "); }, 500);     // when the slider has come to rest
  };

  const reset = () => {
    sliders.forEach((slider, at) => { wanted[at] = Number(slider.defaultValue); });
    show();
  };
  sliders.forEach((slider, at) => slider.addEventListener("input", () => {
    wanted[at] = Number(slider.value);
    wanted[at] = bounded(program, wanted)[at];
    show();
  }));
  section.querySelector(".reset").addEventListener("click", reset);
  reset();                                          // a browser may have kept the last visit's
  clearTimeout(telling);
}

// What sliders may stand at together: a part is no more than the whole it is of.
function bounded({ moved, within }, values) {
  const stood = [...values];
  for (const _ of within) {                         // as a whole may be itself a part
    for (const [part, whole] of within) stood[part] = Math.min(stood[part], stood[whole] * (moved[whole].factor / moved[part].factor));
  }
  return stood;
}

function atLimit({ moved, within }, stood, at) {
  return within.some(([part, whole]) => part === at && stood[part] >= stood[whole] * (moved[whole].factor / moved[part].factor));
}

function lowered(sliders, short) {
  return sliders.flatMap((slider, at) => (short[at] ? [`${slider.labels[0].textContent} lowered: ${slider.parentElement.querySelector(".limit").textContent}`] : []));
}

// A hedge, and what it hedges on one line.
function held(text) {
  const at = Math.max(0, text.search(/[−+$€\d]/)), figures = document.createElement("span");
  if (text.length - at <= 16) figures.className = "one";
  figures.textContent = text.slice(at);
  return [text.slice(0, at), figures];
}

function claimOf(slider) { return slider.parentElement.querySelector(".own a.n"); }

// Whether a result rests on a claim that was moved.
function follows(at, settings, { nodes, moved, results }) {
  const leaves = new Set(moved.flatMap((one, place) => (settings[place] === null ? [] : one.leaves)));
  const touched = [];
  for (const [op, ...of] of nodes.slice(0, results[at].node + 1)) {
    touched.push(op === "leaf" ? leaves.has(of[0]) : of.some((node) => touched[node]));
  }
  return touched[results[at].node];
}

function summed(rows, moved) {
  if (!moved) return "As in this report.";
  const changed = rows.filter((row) => !row.querySelector(".same"));
  return `By your setting: ${changed.map((row) => `${row.querySelector(".name").textContent}, ${row.querySelector(".yours").textContent}`).join("; ")}.`;
}

// One drawing a row, on one scale for each unit: wide enough for all the sliders can do, so that it stands still.
function drawings(program, sliders, rows, claimed) {
  const ends = sliders.map((slider) => [Number(slider.min), Number(slider.max)]), scales = {};
  const unit = ({ form, factor }) => JSON.stringify([form, factor]);
  for (let corner = 0; corner <= 2 ** sliders.length; corner++) {
    const results = corner ? reckoned(program, bounded(program, ends.map((end, at) => end[corner - 1 >> at & 1]))) : claimed;
    results.forEach((result, at) => {
      const scale = scales[unit(program.results[at])] ||= [0, 0];
      for (const end of [result.low, result.value, result.high].filter(Number.isFinite)) {
        scale[0] = Math.min(scale[0], end);
        scale[1] = Math.max(scale[1], end);
      }
    });
  }
  return (at, yours) => {
    const one = program.results[at], next = program.results[at + 1], [least, most] = scales[unit(one)];
    const place = (value) => 100 * (Math.min(most, Math.max(least, value)) - least) / (most - least || 1);
    const last = !next || unit(next) !== unit(one), svg = rows[at].querySelector("svg");      // of those on one scale
    svg.classList.toggle("last", last);
    svg.replaceChildren(
      shape("line", { x1: 0, x2: 100, y1: 29.5, y2: 29.5 }, "scale"),
      ...bar(claimed[at], place, 0, "claimed-bar"), ...(yours && !Number.isNaN(yours.value) ? bar(yours, place, 15, "yours-bar") : []),
      shape("line", { x1: place(0), x2: place(0), y1: 0, y2: 33 }, "zero"),
      ...(last ? [[least, 0], [most, 100]].map(([end, x]) => ended(magnitude(end, one.form, program.scales), x)) : []));
  };
}

// A bar from nought to the value, and close beneath it a line from end to end of the interval.
function bar({ value, low, high }, place, top, name) {
  const [start, end] = [place(0), place(value)].sort((a, b) => a - b);
  return [shape("rect", { x: start, width: end - start, y: top, height: 9 }, name),
    ...(low < high ? [shape("rect", { x: place(low), width: place(high) - place(low), y: top + 10, height: 2.5 }, "interval")] : [])];
}

function ended(text, x) {
  const made = shape("text", { x, y: 44 }, x ? "most" : "least");
  made.textContent = text;
  return made;
}

// Along the line in parts of the drawing's width, across it in pixels.
function shape(kind, places, name) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", kind);
  for (const [side, at] of Object.entries(places)) made.setAttribute(side, /^(x|width)/.test(side) ? `${at.toFixed(3)}%` : at);
  made.setAttribute("class", name);
  return made;
}
