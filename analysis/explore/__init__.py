"""The explorer: a panel for JupyterLab in which a reader sets a case's numbers and asks it a question.

`panel` is what a notebook calls. What it needs stands in modules of one job each: `questions` (what the case can be
asked), `opening` (what is asked first), `numbers` (what can be set, and to what), `settings` (what is set and asked),
`answers` (the answer to that), `views` (what is shown of it), `calls` (a call that is both made and written), `code`
(the cell that shows the same), `inputs` (a number beside what it is computed from), `failure` (what went wrong, in
words) and `schedule` (only the last setting counts); of widgets `controls` (one number), `picker` (the question) and
`parts`.
"""
