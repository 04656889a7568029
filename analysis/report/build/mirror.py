"""Reports at an address (a bucket): rendered into a mirror of it in the user's cache, then published from there.

A store of objects has no move of folders; one PUT of one object is what happens at one moment. So all files of a
version go under a new name first, where no page leads to them. Then the switch: each file that readers open is put in
its place, the page after the others, and `publication.json` last. What is no part of a report any more, nor of the
version before, is removed after that. Whatever breaks off in between, each page leads to the files of its own version,
and the next command like it finds by `publication.json` and a listing what is missing.

One publishes at a time: see `publishing.py` beside this.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from analysis.errors import ReportError, StoreError, UsageError
from analysis.lock import lock_folder
from analysis.remote.address import hide_secrets
from analysis.remote.copying import open_store
from analysis.remote.store import FileState
from analysis.report.build.job import REPORT_FILES
from analysis.report.build.publication import (
    MANIFEST,
    STATE,
    VERSIONS,
    Publication,
    Version,
    compute_digest,
    is_page,
    locate_version,
    parse_publication,
    point_to_version,
    read_version,
)
from analysis.report.build.publish import UNFINISHED_PREFIX, publish_file, publish_folder, recover_folder, replace_file
from analysis.report.build.publishing import PublishingRight

_RECORD = ".published.json"  # in the mirror: what was published from it, and how a listing shows it
_MOST_LISTINGS = 100  # folders that are listed one by one, so that sweeps beside them are not listed as well
_BATCH_FILES, _BATCH_BYTES = 200, 64_000_000  # uploaded between two looks at who publishes


@dataclass
class _Work:
    """What must be done at the address. Each of the first is: name there -> file here, or name there -> name there."""

    versions: dict[str, Path] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Version] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)
    manifests: dict[str, str] = field(default_factory=dict)
    stale: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any((self.versions, self.copies, self.pages, self.files, self.manifests, self.stale))


class Mirror:
    """A folder of reports here, and the address where it is published. root: the folder; address: of the same.

    First `load`, then render into the folder, then `publish`.
    """

    def __init__(self, address: str, root: Path):
        self.shown, self.root, self._address = hide_secrets(address), root, address
        self._published = self._recorded = Publication()  # what is there, and what was last published from here
        self._states: dict[str, FileState] = {}  # how a listing showed that

    def load(self) -> None:
        """Brings the folder up to date from the address: only what has changed there is loaded.

        A report that was rendered here and not published yet is kept, unless another version was published since.
        Raises UsageError, ReportError or StoreError.
        """
        self._store = open_store(self._address)
        self._published = self._read_state()
        if self.is_new:
            self._store.check_folder()  # a bucket that does not exist is said before anything is rendered
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        recover_folder(self.root)
        self._recorded, self._states = self._read_record()
        for folder, version in self._published.reports.items():
            here, recorded = _read_digest(self.root / folder / MANIFEST), self._recorded.reports.get(folder)
            if here != version.digest and (here is None or not version.is_same(recorded)):
                self._load_version(folder, version)
        for name, digest in self._published.files.items():
            known = self._recorded.files.get(name)
            if (here := _read_digest(self.root / name)) != digest and (here is None or digest != known):
                publish_file((self._store.read(name) or b"").decode(), self.root / name)
        for folder in self._recorded.reports.keys() - self._published.reports.keys():
            shutil.rmtree(self.root / folder, ignore_errors=True)

    @property
    def is_new(self) -> bool:
        """Whether nothing was published at the address yet, as `load` found it."""
        return not self._published.reports

    def differs(self) -> bool:
        """Returns whether anything at the address is not as the last `publish` from here left it."""
        listing = self._list(self._published)
        return self._recorded != self._published or self._select(listing) != self._states

    def publish(self) -> None:
        """Makes the address hold what the folder holds. Raises UsageError, ReportError or StoreError.

        What is there as it must be is not uploaded again. Reports that are there and not here stay.
        """
        with lock_folder(self.root):
            coming = self._read_coming()
            work = self._plan(coming, self._list(coming))
            if work or coming != self._published:
                with self._explain(), PublishingRight(self._store, self.root) as right:
                    if self._read_state() != self._published:
                        raise StoreError(f"{self.shown}: someone else has published there meanwhile.")
                    self._do(work, coming, right)
            self._published = coming
            self._write_record()

    def _do(self, work: _Work, coming: Publication, right: PublishingRight) -> None:
        for batch in _split(work.versions):
            self._store.upload(batch)
            right.keep()
        right.check()  # from here on readers see what is done
        self._store.copy(work.copies)
        with tempfile.TemporaryDirectory(prefix=UNFINISHED_PREFIX, dir=self.root) as folder:
            self._store.upload({name: self._write_page(name, of, Path(folder)) for name, of in work.pages.items()})
            self._store.upload(work.files)
            self._store.copy(work.manifests)
            (Path(folder) / STATE).write_text(coming.format(), encoding="utf-8")
            right.check()
            self._store.upload({STATE: Path(folder) / STATE})
        self._store.remove(work.stale)

    def _write_page(self, name: str, version: Version, place: Path) -> Path:
        """Writes a page that leads to the files of its own version; returns its path."""
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self._make_page(name, version))
        return path

    def _make_page(self, name: str, version: Version) -> bytes:
        page = (self.root / name).read_bytes().decode()
        return point_to_version(page, name.partition("/")[0], version.digest, version.files).encode()

    def _measure_page(self, name: str, version: Version) -> int | None:
        """Returns the size of a page at the address, in bytes; None if the record tells more than its size would."""
        return None if name in self._states else len(self._make_page(name, version))

    def _read_state(self) -> Publication:
        return parse_publication(self._store.read(STATE), f"{self.shown}/{STATE}")

    def _read_coming(self) -> Publication:
        """Returns what is to be published: the reports here, and those that are there only. Raises ReportError."""
        reports = dict(self._published.reports)
        for path in sorted(self.root.glob(f"*/{MANIFEST}")):
            folder, old = path.parent.name, self._published.reports.get(path.parent.name)
            version = read_version(path.parent)
            if version is None:
                raise ReportError(f"{path.parent} is not as it was rendered; render {folder} again with --force.")
            before = "" if old is None else old.before if version.is_same(old) else old.digest
            reports[folder] = replace(version, before=before)
        files = {path.name: compute_digest(path.read_bytes()) for path in self._list_files_here()}
        return Publication(reports, files)

    def _list_files_here(self) -> list[Path]:
        return [path for path in sorted(self.root.iterdir()) if path.is_file() and not path.name.startswith(".")]

    def _list(self, coming: Publication) -> dict[str, FileState]:
        """Returns the state of all that is published or was left unfinished at the address."""
        folders = sorted({*coming.reports, *self._published.reports, VERSIONS})
        if len(folders) > _MOST_LISTINGS:
            return self._store.list_files()
        listing = self._store.list_files(folders)
        states = {name: self._store.get_state(name) for name in {*coming.files, *self._published.files}}
        return listing | {name: state for name, state in states.items() if state}

    def _select(self, listing: Mapping[str, FileState]) -> dict[str, FileState]:
        """Returns of a listing what is published now: each report's version, and the files in their place."""
        names = [
            name
            for folder, version in self._published.reports.items()
            for file in version.files
            for name in (locate_version(folder, version.digest, file), f"{folder}/{file}")
        ]
        return {name: listing[name] for name in (*names, *self._published.files) if name in listing}

    def _plan(self, coming: Publication, listing: Mapping[str, FileState]) -> _Work:
        work = _Work()
        for folder, version in coming.reports.items():
            if (self.root / folder / MANIFEST).is_file():
                self._check_place(folder, listing)
                self._plan_report(work, folder, version, listing)
        for name, digest in coming.files.items():
            path = self.root / name
            if self._published.files.get(name) != digest or not self._is_there(name, listing, path.stat().st_size):
                work.files[name] = path
        work.stale += self._list_stale(coming, listing)
        return work

    def _plan_report(self, work: _Work, folder: str, version: Version, listing: Mapping[str, FileState]) -> None:
        old = self._published.reports.get(folder)
        for name, (size, digest) in version.files.items():
            place, kept = f"{folder}/{name}", locate_version(folder, version.digest, name)
            if not self._is_there(kept, listing, size):
                work.versions[kept] = self.root / folder / name
            if is_page(name):
                if not version.is_same(old) or not self._is_there(place, listing, self._measure_page(place, version)):
                    work.pages[place] = version
            elif old is None or old.files.get(name) != (size, digest) or not self._is_there(place, listing, size):
                (work.manifests if name == MANIFEST else work.copies)[place] = kept

    def _is_there(self, name: str, listing: Mapping[str, FileState], size: int | None) -> bool:
        """Returns whether a file is at the address as it was published. size: bytes, where there is no record of it."""
        state = listing.get(name)
        if name in self._states:
            return state == self._states[name]
        return state is not None and state.size == size

    def _list_stale(self, coming: Publication, listing: Mapping[str, FileState]) -> list[str]:
        """Returns the files at the address that were published and are no part of a report any more."""
        kept = {folder: {version.digest, version.before} for folder, version in coming.reports.items()}
        stale = []
        for name in listing:
            if name.startswith(f"{VERSIONS}/"):
                folder, _, rest = name.removeprefix(f"{VERSIONS}/").partition("/")
                if rest.partition("/")[0] not in kept.get(folder, ()):
                    stale.append(name)
        for folder, old in self._published.reports.items():
            now = coming.reports[folder].files if folder in coming.reports else {}
            stale += [f"{folder}/{name}" for name in old.files if name not in now]
        return stale + [name for name in self._published.files if name not in coming.files]

    def _check_place(self, folder: str, listing: Mapping[str, FileState]) -> None:
        """Raises UsageError if a report would take the place of what is no report."""
        if folder in self._published.reports:
            return
        there = {name.partition("/")[2] for name in listing if name.startswith(f"{folder}/")}
        if there and not there & REPORT_FILES:
            raise UsageError(
                f"{self.shown}/{folder} holds files that are no report, and the report would take their place; move "
                "them, or give another address with --out."
            )

    def _load_version(self, folder: str, version: Version) -> None:
        """Loads a version of a report; one that is not there as it was published counts as not rendered."""
        place = self.root / folder
        with tempfile.TemporaryDirectory(prefix=UNFINISHED_PREFIX, dir=self.root) as loaded:
            with suppress(StoreError, UsageError):
                listing = self._store.list_files([locate_version(folder, version.digest).rstrip("/")])
                wanted = {name: locate_version(folder, version.digest, name) for name in version.files}
                if all(there in listing for there in wanted.values()):
                    self._store.download({there: Path(loaded) / name for name, there in wanted.items()})
            found = read_version(Path(loaded))
            if found is None or not found.is_same(version):
                shutil.rmtree(place, ignore_errors=True)
                return
            publish_folder({name: (Path(loaded) / name).read_bytes() for name in version.files}, place)

    def _read_record(self) -> tuple[Publication, dict[str, FileState]]:
        """Returns what was last published from here, and how a listing showed it then."""
        try:
            found = json.loads((self.root / _RECORD).read_text(encoding="utf-8"))
            states = {name: FileState(*state) for name, state in found["states"].items()}
            return parse_publication(found["publication"].encode(), _RECORD), states
        except (OSError, ValueError, KeyError, TypeError, AttributeError, ReportError):
            return Publication(), {}

    def _write_record(self) -> None:
        self._recorded, self._states = self._published, self._select(self._list(self._published))
        states = {name: [state.size, state.tag] for name, state in sorted(self._states.items())}
        replace_file(json.dumps({"publication": self._published.format(), "states": states}), self.root / _RECORD)

    @contextmanager
    def _explain(self) -> Iterator[None]:
        """Says with an error that what is there is whole, and what to do."""
        try:
            yield
        except StoreError as error:
            error.args = (f"{error.args[0]} Each report there is whole; the same command again publishes the rest.",)
            raise


def _read_digest(path: Path) -> str | None:
    """Returns the digest of a file, which that of a manifest gives its report as a version; None if there is none."""
    try:
        return compute_digest(path.read_bytes())
    except OSError:
        return None


def _split(files: Mapping[str, Path]) -> Iterator[dict[str, Path]]:
    """Yields files in batches of bounded size."""
    batch: dict[str, Path] = {}
    size = 0
    for name, path in files.items():
        batch[name] = path
        size += path.stat().st_size
        if len(batch) >= _BATCH_FILES or size >= _BATCH_BYTES:
            yield batch
            batch, size = {}, 0
    if batch:
        yield batch
