"""Numbers, units and claims in words: one wording for the terminal, for notebooks and for every format of a report.

To print another language, begin here. English words are also in `analysis.dates.english`, `analysis.label` ("the"),
`analysis.estimates.formula_text`, `analysis.case` (cards, description), `analysis.compare` (verdicts and sentences),
`analysis.show.charts` (axes and keys), `analysis.report.document` (notes), `analysis.report.formats` and
`analysis.style.theme`.
"""
