"""Chart forms, one module each. Which form for what:

- amounts side by side: bars; parts of a whole: stacks; the same for several groups: multiples
- parts that add up, and what takes away: ladder; what moves a result: tornado
- one number by several sources: ranges; before and after: dumbbell, slope; shares of several parties: dots
- things to be counted: waffle, squares; words in a grid: heatmap; two numbers of each thing: scatter
- time: timeline (events), trend (numbers), spans (how long); places: regions (in map); who talks to whom: network

What they share: what a colour means (meaning), how sure a number is (certainty), axes (axis, time_axis), names beside
what is drawn (rows), the sheet that they fill (canvas), and the figure that comes of it (figure).

A new form is one new module here, with one public function named after the form. No format has to know it, since every
form becomes the same kind of figure. The function

1. takes a DataFrame, a title that is a finding, a `key`, the names of its columns, and `**places` for the title;
2. reads the rows with `figure.list_rows` or `figure.collect_rows`, which refuse numbers without a claim;
3. makes the data behind the figure with `table`: every number printed in the drawing must be in it;
4. returns `figure.build_chart`, with a function that fills a `canvas.Sheet` for a width in inches, and the alternative
   text. Colours come from `meaning.find_look`; a second sign, such as a mark or a word, says the same without colour;
   bars, dots and ranges are drawn by `certainty`, so that they mean the same in every form, and its key is the legend.

A notebook uses it with `from analysis.show.charts.FORM import FORM`. To offer it as `analysis.FORM` too, add its name
to `analysis/__init__.py`. Its tests go to `tests/show/charts/test_FORM.py`.
"""
