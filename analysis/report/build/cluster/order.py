"""What a command sends to the workers: which files of this machine a report may read, and how it is executed."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Sequence
from pathlib import Path

from analysis.report.build.cache import find_cache_folder
from analysis.report.build.cluster.parcel import pack_files
from analysis.report.build.cluster.worker import Order, does_travel
from analysis.report.build.job import Render
from analysis.report.execute.client import ServerSetup


def make_order(
    renders: Sequence[Render],
    case: Path,
    given: str | None,
    folders: Iterable[Path],
    send: Iterable[Path],
    setup: ServerSetup,
) -> Order:
    """Returns what each worker is sent: the case, the folders of the notebooks, and what the user names besides.

    renders: what is due. case: its folder. given: how the user has named it, None for the shipped one. folders: where
    notebooks are looked for; of another one, such as that which a link leads to, the notebook alone is sent. send:
    further files and folders. Raises UsageError if that is too much, OSError if it cannot be read.
    """
    known = {folder.resolve() for folder in folders}
    notebooks = dict.fromkeys(render.notebook.resolve() for render in renders)
    roots = dict.fromkeys(path.parent if path.parent in known else path for path in notebooks)
    kept = setup.isolation.keep if setup.isolation else ()
    return Order(
        run=secrets.token_hex(8),
        parcel=pack_files(
            (case, *roots, *send), _list_links(case, given), {render.folder.parent.resolve() for render in renders}
        ),
        case=str(case),
        here=str(Path.cwd()),
        setup=setup,
        environment={name: value for name, value in os.environ.items() if does_travel(name, kept)},
        cache=find_cache_folder(),
    )


def _list_links(case: Path, given: str | None) -> dict[str, str]:
    """Returns the places in which notebooks find the case by the name they are given, as far as it is elsewhere."""
    name = given or case.name
    places = [Path(name), Path("data") / name]
    found = [place for place in places if place.exists() and place.resolve() == case]
    if Path(name).name == name:  # it may be the shipped one, which the worker has as well, though perhaps another
        found.append(places[1])
    absolute = (os.path.abspath(place) for place in found)  # noqa: PTH100 (links are kept as they are)
    return {place: str(case) for place in absolute if place != str(case)}
