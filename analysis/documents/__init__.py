"""Documents read: text, Markdown, HTML, PDF and Word as paragraphs, each with its place, page, heading and notes.

`read_document` is the reader. `reader` finds out the kind, and a module reads each: `plain`, `html` (Markdown too,
with `tables`), `pdf` (with `pdf_lines`, `running_heads` and `pdf_paragraphs`) and `docx`. `runs` puts a paragraph
together from its pieces, `places` says what a locator of the ledger means in a document, and `document` is what they
return. It knows no case and no number.
"""

from analysis.documents.document import DocumentKind, Mark, Paragraph, ParagraphKind, SourceDocument
from analysis.documents.places import Places
from analysis.documents.reader import read_document

__all__ = ["DocumentKind", "Mark", "Paragraph", "ParagraphKind", "Places", "SourceDocument", "read_document"]
