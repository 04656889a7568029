#!/usr/bin/env bash
# citeproc-py 0.11.1: two works of one author and year are cited alike, though the style asks for a letter after the year.
#
# CSL 1.0.2, "Disambiguation", (4): with disambiguate-add-year-suffix="true" a letter is added to the year of works that
# are cited alike, in the citations and in the list: (Doe, 2004a) and (Doe, 2004b).
# The style that comes with the package, harvard-cite-them-right, sets the attribute.
# Seen: the attribute is read and has no effect; no warning is given, and a reader cannot tell the two works apart.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q citeproc-py==0.11.1
cd "$work"
said=$("$work/env/bin/python" -W error -c "
from importlib.resources import files
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
style = 'harvard-cite-them-right'
print('disambiguate-add-year-suffix=\"true\"' in (files('citeproc') / f'data/styles/{style}.csl').read_text())
author = [{'family': 'Doe', 'given': 'Jane'}]
works = [{'id': id, 'type': 'book', 'title': title, 'author': author, 'issued': {'date-parts': [[2004]]}}
         for id, title in (('one', 'First'), ('two', 'Second'))]
made = CitationStylesBibliography(CitationStylesStyle(style, validate=False), CiteProcJSON(works), formatter.plain)
cited = [Citation([CitationItem(work['id'])]) for work in works]
for citation in cited:
    made.register(citation)
print(*(made.cite(citation, print) for citation in cited))
made.sort()
print(*made.bibliography(), sep='\n')")
echo "$said"
[ "$said" = "True
(Doe, 2004) (Doe, 2004)
Doe, J. (2004) First.
Doe, J. (2004) Second." ]
