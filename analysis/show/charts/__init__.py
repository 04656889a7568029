"""Chart forms, one module each: bars, dots, ladder, map, network, timeline.

A new form is one new module here, with one public function named after the form. No format has to know it, since every
form becomes the same kind of figure. The function

1. takes a DataFrame, a title that is a finding, a `key`, the names of its columns, and `**places` for the title;
2. reads the rows with `figure.list_rows` or `figure.collect_rows`, which refuse numbers without a claim;
3. makes the data behind the figure with `table`: every number printed in the drawing must be in it;
4. returns `figure.build_chart`, with a function that fills a `canvas.Sheet` for a width in inches, and the alternative
   text. Colours come from `canvas.get_series_colour`; a second sign, such as a pattern, says the same without colour.

A notebook uses it with `from analysis.show.charts.FORM import FORM`. To offer it as `analysis.FORM` too, add its name
to `analysis/__init__.py`. Its tests go to `tests/show/charts/test_FORM.py`.
"""
