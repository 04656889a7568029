"""Templates that were compiled before: found by their source, compiled again where what is kept is broken."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from analysis.report.formats.html import compiled_templates
from analysis.report.formats.html.compiled_templates import CompiledTemplates


class _Counting(Environment):
    """An environment that counts what it compiles."""

    compiled = 0

    def compile(self, *arguments, **options):
        self.compiled += 1
        return super().compile(*arguments, **options)


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """Where compiled templates are kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "communique" / "templates"


def render(source: str = "{{ 6 * 7 }} claims") -> tuple[str, int]:
    """What a template gives, and how many were compiled for it."""
    environment = _Counting(loader=DictLoader({"a.j2": source}), bytecode_cache=CompiledTemplates())
    return environment.get_template("a.j2").render(), environment.compiled


def test_a_template_is_compiled_once_for_its_source(folder):
    assert [render(), render(), render("{{ 6 * 8 }} claims"), render("{{ 6 * 8 }} claims")] == [
        ("42 claims", 1),
        ("42 claims", 0),
        ("48 claims", 1),
        ("48 claims", 0),
    ]
    assert len(list(folder.iterdir())) == 1


def test_another_version_of_the_library_compiles_it_again(folder, monkeypatch):
    render()
    monkeypatch.setattr(compiled_templates, "compute_library_fingerprint", lambda: "another")
    assert render() == ("42 claims", 1)
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("content", [b"", b"broken", None])
def test_what_is_broken_is_compiled_again(folder, content):
    render()
    (kept,) = folder.iterdir()
    kept.write_bytes(kept.read_bytes()[:-20] if content is None else content)
    assert render() == ("42 claims", 1)
    assert render() == ("42 claims", 0)


def test_where_nothing_can_be_kept_it_is_compiled_each_time(folder):
    folder.parent.write_text("no folder")
    assert [render(), render()] == [("42 claims", 1)] * 2


def test_those_that_were_kept_first_are_removed(folder, monkeypatch):
    monkeypatch.setattr(compiled_templates, "_MOST_FILES", 2)
    folder.mkdir(parents=True)
    for age in range(3):
        (folder / f"old-{age}").write_bytes(b"")
        os.utime(folder / f"old-{age}", (age, age))
    render()
    assert [path.name for path in folder.iterdir() if path.name.startswith("old")] == ["old-2"]
