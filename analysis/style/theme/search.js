// The search of the index: every word typed must stand in a title, a claim or a source; accents, capitals and the form of
// an apostrophe do not count.
turned.then(() => {
  const held = document.getElementById("_searched");
  if (!held) return;
  const box = document.getElementById("_search"), list = document.getElementById("_found");
  const status = box.parentElement.querySelector("[role=status]"), most = 30;
  let entries = null;
  const show = () => {
    entries ??= listEntries(JSON.parse(held.textContent));
    const words = foldText(box.value).split(/\s+/).filter(Boolean);
    const found = words.length ? entries.filter((entry) => words.every((word) => entry.folded.includes(word))) : [];
    list.replaceChildren(...found.slice(0, most).map(buildHit));
    status.textContent = !words.length ? "" : !found.length ? gettext("Nothing found")
      : found.length > most ? ngettext("{count} found; the first {most} are shown", "{count} found; the first {most} are shown", found.length, { most })
      : ngettext("{count} found", "{count} found", found.length);
  };
  box.addEventListener("input", show);
  if (box.value) show();                          // the reader came back to the page
});

function foldText(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’‘ʼ`´]/g, "'").toLowerCase();
}

// Titles first, then claims: what to show of each, its links, and the words that find it.
function listEntries({ reports, sources, claims }) {
  const titles = reports.map(([title, headline, path]) => ({ strong: title, words: headline, links: [[title, path]] }));
  const stated = claims.map(([id, statement, value, source, uses]) => ({
    strong: value, words: statement, source: sources[source],
    links: uses.map((at) => [reports[at][0], `${reports[at][2]}#claim-${encodeURIComponent(id)}`]),
  }));
  return [...titles, ...stated].map((entry) => ({
    ...entry, folded: foldText([entry.strong, entry.words, entry.source, ...entry.links.map(([name]) => name)].join(" ")),
  }));
}

function buildHit({ strong, words, source, links }) {
  const hit = document.createElement("li"), said = document.createElement("p"), way = document.createElement("p");
  const value = document.createElement("b");
  value.textContent = strong;
  said.append(value, strong && words ? ": " : "", words);
  if (source) way.append(source);
  for (const [name, path] of links) {
    const link = document.createElement("a");
    link.href = path;
    link.textContent = name;
    way.append(link);
  }
  hit.append(said, way);
  return hit;
}
