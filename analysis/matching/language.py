"""In which language the numbers of a document are read."""

from __future__ import annotations

from analysis.documents import SourceDocument
from analysis.mentions import LANGUAGES, guess_language


def choose_language(document: SourceDocument, tag: str = "") -> str:
    """Returns the code of the language that a document is read in: the first known of a tag, the file's and its words'.

    tag: the language of its source, such as `uk` or `en-GB`; '' where there is none.

    >>> from analysis.documents import read_document
    >>> choose_language(read_document(b"Need: 5 billion"), "uk-UA"), choose_language(read_document(b"The need"), "it")
    ('uk', 'en')
    """
    for stated in (tag, document.language):
        if (code := stated.partition("-")[0].lower()) in LANGUAGES:
            return code
    return guess_language("\n".join(paragraph.text for paragraph in document.paragraphs))
