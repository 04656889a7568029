"""The lock file, the constraints and the page of licences agree with pyproject.toml and with what is installed."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, version

import pytest

from tests.supply_chain import CONSTRAINTS, LOCK, PAGE, find_licence, list_direct_packages, normalize_name, read_pins


def test_the_lock_file_has_every_package_that_is_named():
    assert list_direct_packages() - read_pins(LOCK).keys() == set(), "run .ci/lock"


def test_its_versions_are_those_of_the_constraints():
    constraints = read_pins(CONSTRAINTS)
    assert {name: constraints.get(name) for name in read_pins(LOCK)} == read_pins(LOCK), "run .ci/lock"


def test_each_package_has_hashes_and_none_an_address():
    text = LOCK.read_text(encoding="utf-8")
    entries = re.split(r"^(?=[\w.-]+==)", text, flags=re.M)[1:]
    assert len(entries) == len(read_pins(LOCK)) > 200
    for entry in entries:
        assert re.fullmatch(r"[\w.-]+==\S+( ; [^\n\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+\n", entry), entry[:80]
    assert "://" not in text


@pytest.mark.parametrize("name", sorted(list_direct_packages()))
def test_the_licence_of_each_named_package_is_listed(name):
    rows = dict(re.findall(r"^\| \*\*(\S+)\*\* \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.M))
    assert name in rows, "run python -m tests.supply_chain"
    try:
        if version(name) != read_pins(LOCK)[name]:
            pytest.skip("another version is installed than the one listed")
    except PackageNotFoundError:
        pytest.skip("not installed")
    assert rows[name] == find_licence(name), "run python -m tests.supply_chain"


def test_names_are_spelt_as_the_index_does():
    assert normalize_name("Jinja2_x.y") == "jinja2-x-y"
