"""A folder of tables -> a checked Case: reading, checking, correcting and looking up.

Where to look:

- a column of a table: `schema` (then `communique check --update`); on the card behind a number: `cards`
- what a kind of column accepts: `columns`; a check of several rows or tables: `checks`
- reading CSV: `csv_reader`; opening a case's files, also where they are not in a folder: `files`
- errors of sources and their corrections: `corrections`; a source that was retracted: the comment above Source in
  `schema`
- its texts in other languages, and the forms of its names: `translations`
- which of several claims counts: `selection`; what it is as a number: `numbers`; the date of an event: `events`
- what a report's title block says of the case: `description`
- datapackage.json and the codebook (README.md): `datapackage`; a new case: `template`
"""
