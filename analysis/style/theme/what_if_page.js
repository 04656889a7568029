// Sliders on a page: the address remembers what they are set to.

turned.then(() => document.querySelectorAll(".what-if").forEach((section) => setUpWhatIf(section, readAddress, writeAddress)));

// Returns what the address sets each slider to: `?sliders-1=500`; else what it is in the report.
function readAddress(sliders) {
  const address = new URLSearchParams(location.search);
  return sliders.map(({ id, min, max, defaultValue }) => {
    const asked = address.has(id) ? parseFloat(address.get(id)) : NaN;
    return Number.isNaN(asked) ? Number(defaultValue) : Math.min(Number(max), Math.max(Number(min), asked));
  });
}

// Puts the settings into the address, so that a link to it opens the page with them.
function writeAddress(sliders, settings) {
  const address = new URLSearchParams(location.search);
  sliders.forEach(({ id }, at) => (settings[at] === null ? address.delete(id) : address.set(id, settings[at])));
  changeAddress(address);
}
