"""A text held against a case: which of its numbers and dates the claims and results support, and which they do not.

`verify_document` is the way in. What is read around a number is in `context`, what the case knows in `known` and
`results`, whether two numbers agree in `agreement`, which of those known is meant in `candidates`, and the verdict in
`judge`. Files with the verdicts marked in them are written by `annotate`.
"""

from analysis.verification.results import PrintedResult, read_results
from analysis.verification.verdict import Verdict, VerdictKind
from analysis.verification.verify import verify_document

__all__ = ["PrintedResult", "Verdict", "VerdictKind", "read_results", "verify_document"]
