"""The format is recognised by the content, and what is none of them is refused."""

from __future__ import annotations

from importlib import util
from pathlib import Path

import pytest

from analysis.bibliography import reader
from analysis.bibliography.reader import read_bibliography
from analysis.errors import UsageError


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "works.any"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "content",
    [
        '\ufeff [{"type": "book", "title": "Lakes"}]',
        '{"items": [{"type": "book", "title": "Lakes"}]}',
        '{"type": "book", "title": "Lakes"}',
        "\ufeffTY  - BOOK\r\nTI  - Lakes\r\nER  - \r\n",
        "Words before it.\n@book{a, title = {Lakes}}",
        "TY  - BOOK\nTI  - Lakes\nER  - \n".encode("utf-16"),
    ],
)
def test_each_format_is_known_by_its_content(tmp_path: Path, content):
    assert [entry.title for entry in read_bibliography(write(tmp_path, content))] == ["Lakes"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is neither CSL-JSON nor BibTeX nor RIS"),
        ("<xml/>", "is neither CSL-JSON nor BibTeX nor RIS"),
        ("[]", "has no entries"),
        ("@comment{nothing}", "has no entries"),
        (b"@book{a,\n title = {M\xfcller}}", r"works\.any:2: byte 0xfc is not UTF-8"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, content, message):
    with pytest.raises(UsageError, match=message):
        read_bibliography(write(tmp_path, content))


def test_a_missing_file_and_a_large_one_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(UsageError, match="no file"):
        read_bibliography(tmp_path / "none.bib")
    monkeypatch.setattr(reader.limits, "MAX_SOURCE_BYTES", 3)
    with pytest.raises(UsageError, match="has 4 bytes; allowed: at most 3"):
        read_bibliography(write(tmp_path, "[{}]"))


def test_without_its_library_a_format_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    find_spec = util.find_spec
    monkeypatch.setattr("analysis.extras.find_spec", lambda name: None if name == "rispy" else find_spec(name))
    with pytest.raises(UsageError, match=r'needs the package rispy.*pip install "communique\[references\]"'):
        read_bibliography(write(tmp_path, "TY  - BOOK\nER  - \n"))
    assert read_bibliography(write(tmp_path, '[{"type": "book"}]'))
