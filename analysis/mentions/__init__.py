"""The numbers of a text: what each counts, in which unit and how exactly, or that it only names something.

`read_mentions` is the reader. Its words are in `languages/`, one table a language, and `lexicon` finds them; its
grammar is in `digits`, `words`, `fractions` and `numerals` (values), `measures` (units), `hedges` (qualifiers),
`dates`, `naming` (what counts nothing), `pairs` (what belongs together) and `reader` (the pass over a text). No file is
read besides these tables, and no value is given that the text does not show.
"""

from analysis.mentions.lexicon import LANGUAGES, guess_language
from analysis.mentions.mention import Mention
from analysis.mentions.reader import read_mentions

__all__ = ["LANGUAGES", "Mention", "guess_language", "read_mentions"]
