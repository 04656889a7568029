"""What an assistant can ask of a case. Each method is a tool: its docstring and its types are what the assistant reads.

What needs the scientific stack is imported where it is used, so that the server answers its first message at once.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import RLock, Thread
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from analysis.assistant import answers
from analysis.errors import CommuniqueError, UsageError, format_nearest

if TYPE_CHECKING:
    from analysis.assistant.loading import CaseLoader, LoadedCase

Basis = Annotated[
    Literal["article", "all", "pooled"],
    Field(description="Whose claims count: of the analysed text, the preferred of all sources, or all of them pooled"),
]
Limit = Annotated[int, Field(ge=1, le=50, description="How many to list at most")]
_LONGEST_TEXT = 100_000  # characters of a text that is verified at once


class CaseTools:
    """The tools on one case. They read, and write nothing; one answers at a time.

    folder: of the case. reports: the folder in which its rendered reports are, if there are any.
    """

    def __init__(self, folder: Path, reports: Path) -> None:
        self._folder, self._reports = folder, reports
        self._lock = RLock()
        self._loader: CaseLoader | None = None
        self._preparing: Thread | None = None
        self._is_ending = False

    def load(self) -> LoadedCase:
        """Returns the case as its files are now. Raises CaseError with what is wrong in them."""
        from analysis.assistant.loading import CaseLoader

        with self._lock:
            self._loader = self._loader or CaseLoader(self._folder)
            return self._loader.load()

    def begin_preparing(self) -> None:
        """Lets a thread make what the tools need once, if none does; what is wrong is said when a tool is called."""
        with self._lock:
            if self._preparing is None:
                self._preparing = Thread(target=self._prepare)
                self._preparing.start()

    def end_preparing(self) -> None:
        """Waits for that thread to end its present step: a library that is half imported must not be left behind."""
        self._is_ending = True
        if self._preparing is not None:
            self._preparing.join()

    def _prepare(self) -> None:
        with suppress(CommuniqueError, OSError):
            for step in self.load().list_steps():
                with self._lock:
                    if self._is_ending:
                        return
                    step()

    def describe_case(self) -> answers.CaseAnswer:
        """Describe the case: what it is about, how much it holds, and which comparisons compute can be asked for."""
        from analysis.explore.questions import list_comparisons

        with self._lock:
            case = self.load().case
            about = case.about
            topics: dict[str, list[str]] = {}
            for one in list_comparisons().values():
                topics.setdefault(one.topic, []).append(one.name.partition(".")[2])
            return answers.CaseAnswer(
                id=about["id"],
                title=about["title"],
                description=about["description"],
                basis=about["basis"],
                newest=about["date_text"],
                counts={name: len(rows) for name, rows in case.ledger.tables.items() if len(rows)},
                topics=topics,
            )

    def list_reports(self) -> answers.ReportsAnswer:
        """List the reports of the case, in their order."""
        from analysis.case.schema import Report

        with self._lock:
            rows = self.load().case.ledger.get_table(Report).values()
            return answers.ReportsAnswer(
                reports=[
                    answers.ReportEntry(id=row.id, title=" ".join(row.title.split()), notebook=row.notebook)
                    for row in rows
                ]
            )

    def search_claims(
        self,
        text: Annotated[str, Field(min_length=1, max_length=2_000, description="Words, a sentence, or an id")],
        limit: Limit = 10,
    ) -> answers.ClaimsAnswer:
        """Find claims that a text is about, in any language of the sources; the likeliest first."""
        from analysis.assistant.entries import describe_claim, find_card

        with self._lock:
            loaded = self.load()
            found = loaded.search.find(text)
            listed = [describe_claim(find_card(loaded.case, id)) for id in found[:limit]]
            return answers.ClaimsAnswer(claims=listed, more=max(len(found) - limit, 0))

    def get_claim(
        self, id: Annotated[str, Field(min_length=1, max_length=200, description="As search_claims gives it")]
    ) -> answers.ClaimAnswer:
        """Get one claim whole: value, words and place in its source, the source, corrections of it, rivals to it."""
        from analysis.assistant.entries import find_card
        from analysis.wording.cards import format_card_text

        with self._lock:
            card = find_card(self.load().case, id)
            return answers.ClaimAnswer(text="\n".join(format_card_text(card)), card=card.to_json())

    def trace_number(
        self,
        number: Annotated[str, Field(min_length=1, max_length=200, description="As printed, such as $700 billion")],
    ) -> answers.TraceAnswer:
        """Trace a number, as a report prints it, to its formula and the claims beneath it; also by its name."""
        with self._lock:
            return self.load().printed.trace(self._reports, number.strip())

    def list_comparisons(
        self, topic: Annotated[str, Field(description="One of the topics that describe_case names")]
    ) -> answers.ComparisonsAnswer:
        """List the comparisons of a topic that the case can answer, what each answers, and the ids it takes."""
        from analysis.explore.questions import list_comparisons as all_comparisons

        with self._lock:
            topics = dict.fromkeys(one.topic for one in all_comparisons().values())
            if topic not in topics:
                near = format_nearest(topic, topics)
                raise UsageError(f"there are no comparisons on {topic!r}{near}; topics: {', '.join(topics)}.")
            return answers.ComparisonsAnswer(comparisons=self.load().list_topic(topic))

    def compute(
        self,
        comparison: Annotated[str, Field(description="Such as reconstruction.gap; describe_case names them all")],
        arguments: Annotated[
            dict[str, str], Field(description="Parameter -> id; list_comparisons says which each takes")
        ] = {},  # noqa: B006  (the schema shows it; it is never changed)
        basis: Basis = "article",
    ) -> answers.ComputeAnswer:
        """Compute a comparison of the library on the case: its numbers or rows, with the claims behind each."""
        from analysis.assistant.computing import compute

        with self._lock:
            return compute(self.load().case.on(basis), comparison, arguments)

    def list_quantities(
        self,
        text: Annotated[
            str, Field(max_length=200, description="Only those with these words in id, name or meaning")
        ] = "",
        basis: Basis = "article",
        limit: Limit = 30,
    ) -> answers.QuantitiesAnswer:
        """List the quantities that claims are made on, each with the number that counts."""
        from analysis.assistant.entries import describe_quantity, list_quantities

        with self._lock:
            case = self.load().case.on(basis)
            found = list_quantities(case, text)
            listed = [describe_quantity(case, row) for row in found[:limit]]
            return answers.QuantitiesAnswer(quantities=listed, more=max(len(found) - limit, 0))

    def verify_text(
        self,
        text: Annotated[str, Field(min_length=1, max_length=_LONGEST_TEXT, description="Plain text or Markdown")],
        language: Annotated[str | None, Field(description="A code such as en; without it, the likeliest")] = None,
    ) -> answers.VerifyAnswer:
        """Verify a text before it is shown to anybody: which of its numbers and dates the claims support."""
        from analysis.assistant.verifying import verify

        with self._lock:
            return verify(self.load().case, self._reports, text, language)


TOOLS = (
    "describe_case",
    "list_reports",
    "search_claims",
    "get_claim",
    "trace_number",
    "list_comparisons",
    "compute",
    "list_quantities",
    "verify_text",
)
