"""What is installed with the library, by the lock file; writes docs/licences.md: `python -m tests.supply_chain`."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK, CONSTRAINTS, PAGE = ROOT / "requirements-ci.lock", ROOT / "constraints.txt", ROOT / "docs" / "licences.md"
_HEAD = """# Licences

What is installed with Communique, and under which licence, as each package states it. Packages in **bold** are named in
`pyproject.toml`, the others are needed by these; the library itself needs only a part of them, as
`pip install communique` shows. `python -m tests.supply_chain` writes this page from what is installed.

| package | licence |
|---|---|
"""


def normalize_name(name: str) -> str:
    """Returns a package's name as the index spells it.

    >>> normalize_name("Jinja2_x.y")
    'jinja2-x-y'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def read_pins(path: Path) -> dict[str, str]:
    """Returns name -> version of the lines `name==version` of a file."""
    found = re.findall(r"^([\w.-]+)==(\S+)", path.read_text(encoding="utf-8"), re.M)
    return {normalize_name(name): version for name, version in found}


def list_direct_packages() -> set[str]:
    """Returns the packages that pyproject.toml names, except those that only contributors install."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {name: lines for name, lines in project["optional-dependencies"].items() if name != "dev"}
    lines = [*project["dependencies"], *(line for extra in extras.values() for line in extra)]
    names = {normalize_name(re.split(r"[\[<>=!~; ]", line)[0]) for line in lines}
    return names - {normalize_name(project["name"])}


def find_licence(name: str) -> str:
    """Returns the licence that an installed package states. Raises PackageNotFoundError."""
    about = metadata(name)
    if stated := about.get("License-Expression"):
        return stated
    classifiers = [
        line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or () if line.startswith("License")
    ]
    named = [line for line in classifiers if line != "OSI Approved"]
    first = (about.get("License") or "").strip().splitlines()[:1]
    return ", ".join(named) or (first[0] if first and len(first[0]) < 60 else "see its licence file")


def build_page() -> str:
    """Returns docs/licences.md for the packages of the lock file that are installed."""
    direct, rows = list_direct_packages(), []
    for name in read_pins(LOCK):
        try:
            rows.append(f"| {f'**{name}**' if name in direct else name} | {find_licence(name)} |")
        except PackageNotFoundError:
            continue
    return _HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(build_page(), encoding="utf-8")
