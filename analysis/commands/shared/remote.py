"""What --out means as an address, and what commands read at one: copies of what they have use for."""

from __future__ import annotations

import hashlib
from pathlib import Path

from analysis.errors import UsageError
from analysis.paths import find_user_folder
from analysis.remote.address import WEB, get_protocol, hide_secrets, is_remote, name_folder_at, strip_file
from analysis.remote.copying import copy_folder, open_store
from analysis.report.build.publication import MANIFEST, VERSIONS

_RESULTS = "results.json"
_OF_A_CASE = ("datapackage.json", "units.txt", "house.toml")


def check_out_address(address: str) -> None:
    """Raises UsageError for an address at which nothing can be published; opens nothing."""
    shown = hide_secrets(address)
    if get_protocol(address) in WEB:
        raise UsageError(f"--out {shown}: the web is read-only; give a bucket, such as s3://bucket/reports.")
    if "::" in address:
        raise UsageError(
            f"--out {shown}: a chain of addresses is read-only; give a bucket, such as s3://bucket/reports."
        )
    if "?" in address:
        raise UsageError(f"--out {shown}: an address to write to has no ?; give settings of the store to fsspec.")


def find_mirror(address: str) -> Path:
    """Returns the folder of the mirror of an address, which need not exist."""
    key = hashlib.sha256(hide_secrets(address).rstrip("/").encode()).hexdigest()[:16]
    return Path(find_user_folder("cache")) / "mirrors" / key


def copy_results(address: str) -> Path:
    """Returns the folder of a copy of the reports at an address: their results and manifests, where they lie there.

    Raises UsageError or StoreError.
    """
    return _copy(address, (_RESULTS, MANIFEST))


def copy_compared(given: str) -> Path:
    """Returns what `diff` compares: a path of this machine as it is; of an address, a copy of the results or tables.

    Raises UsageError or StoreError.
    """
    if not is_remote(given):
        return Path(strip_file(given))
    address, _, name = given.rpartition("/")
    if name == _RESULTS:
        return _copy(address, (_RESULTS, MANIFEST)) / name
    return _copy(given, (_RESULTS, MANIFEST, *_OF_A_CASE), ".csv")


def _copy(address: str, names: tuple[str, ...], ending: str = "/") -> Path:
    def is_wanted(path: str) -> bool:
        folders, _, name = path.rpartition("/")
        return VERSIONS not in folders.split("/") and (name in names or (name.endswith(ending) and not folders))

    copy = copy_folder(open_store(address), name_folder_at(address), Path(find_user_folder("cache")), is_wanted)
    if not any(copy.iterdir()):
        raise UsageError(f"{hide_secrets(address)}: nothing was rendered there; check the address.")
    return copy
