// What the scripts print, in the language of the page, as analysis/messages does it in Python. Before this stands what
// analysis/messages/scripts.py writes: MESSAGES, a translation or its plural forms by message, and choosePlural.

function gettext(message, places) {
  return fillPlaces(MESSAGES[message] || message, places);
}

function pgettext(context, message, places) {
  return fillPlaces(MESSAGES[`${context}\u0004${message}`] || message, places);
}

function ngettext(singular, plural, count, places) {
  const forms = MESSAGES[singular];
  return fillPlaces(forms ? forms[choosePlural(count)] : count === 1 ? singular : plural, { count, ...places });
}

function fillPlaces(text, places) {
  return places ? text.replace(/\{(\w+)(?::\w+)?\}/g, (_, name) => places[name]) : text;
}
