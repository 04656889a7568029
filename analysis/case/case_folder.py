"""The folder of a case: what lies beside its tables, its house style, and what was read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from analysis.case import description
from analysis.case.files import CaseFiles
from analysis.case.ledger import Ledger
from analysis.dependencies import ReadLog
from analysis.style.house import House


class CaseFolder:
    """The folder of one case, and the log of what was read.

    folder: where it is. files: what opens files in it. ledger: the tables. read_log: what was looked up, so that a
    report knows what it depends on.
    """

    folder: Path
    files: CaseFiles
    ledger: Ledger
    read_log: ReadLog
    _style: tuple[House, Mapping[str, str]]

    @cached_property
    def descriptor(self) -> Mapping[str, Any]:
        """The content of datapackage.json: title, description, licence. Raises CaseError if it cannot be read.

        >>> from analysis import load_case
        >>> load_case().descriptor["profile"]
        'tabular-data-package'
        """
        self.file(description.DESCRIPTOR_FILE)  # records that it is read
        return description.read_descriptor(self.files)

    @cached_property
    def own_language(self) -> str:
        """The language of the case itself, which datapackage.json says (BCP 47); `en` where it says none.

        >>> from analysis import load_case
        >>> load_case().own_language
        'en'
        """
        return description.find_own_language(self.descriptor)

    @property
    def house(self) -> House:
        """The house style: the shipped one, with the entries of the case's own house.toml.

        >>> from analysis import load_case
        >>> load_case().house.paper["size"]
        'a4'
        """
        style, files = self._style
        for name, digest in files.items():
            self.read_log.record(name, partial(str, digest))
        return style

    def file(self, name: str) -> Path:
        """Returns the path of a file beside the tables, such as map.svg.

        >>> from analysis import load_case
        >>> load_case().file("map.svg").name
        'map.svg'
        """
        self.read_log.record(name, partial(str, self.files.compute_digest(name)))  # its content now: it may change
        return self.files.locate(name)

    def has_file(self, name: str) -> bool:
        """Returns whether there is a file beside the tables, such as map.svg.

        >>> from analysis import load_case
        >>> load_case().has_file("map.svg"), load_case().has_file("plan.svg")
        (True, False)
        """
        return self.file(name).exists()

    @property
    def recorded_keys(self) -> Set[str]:
        """What was looked up so far: rows (`claims/first`), selections (`claims?quantity=…`), tables and files.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> need = case["reconstruction.need"]
        >>> "claims/need_article" in case.recorded_keys
        True
        """
        return self.read_log.keys

    def compute_digest(self, key: str) -> str | None:
        """Returns a hash of what a recorded key names now, None if the key is not one of this case.

        key: with the case's name before it, as a report has it: `tiny:claims/first`.

        >>> from analysis import load_case
        >>> case = load_case()
        >>> case.compute_digest("tiny:claims") is None
        True
        >>> key = f"{case.folder.name}:claims/need_article"
        >>> case.compute_digest(key) == load_case().compute_digest(key)
        True
        """
        case, _, name = key.partition(":")
        table = re.match(r"\w+", name)
        if case != self.folder.name or table is None:
            return None
        if table[0] in self.ledger.tables and "." not in name.partition("?")[0].partition("/")[0]:
            return self.ledger.tables[table[0]].compute_digest(name[table.end() :])
        return self.files.compute_digest(name)
