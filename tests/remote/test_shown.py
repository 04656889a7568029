"""What is printed of a copy: its address."""

from __future__ import annotations

import pytest

from analysis.commands.shared.terminal import print_text
from analysis.remote import shown


def test_what_is_printed_names_the_address_of_a_copy(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(shown, "_ADDRESSES", {})
    shown.remember_address(tmp_path / "copies" / "my-case", "s3://bucket/my-case/")
    print_text(f"2 problems in {tmp_path / 'copies' / 'my-case'}, 1 in {tmp_path}")
    assert capsys.readouterr().out == f"2 problems in s3://bucket/my-case, 1 in {tmp_path}\n"


@pytest.mark.parametrize("command", ["check", "list"])
def test_a_fault_in_a_case_at_an_address_names_the_address(command, tiny, tmp_path, monkeypatch, invoke):
    import fsspec

    fsspec.filesystem("memory").put(str(tiny), "/faulty/", recursive=True)
    name = f"memory://faulty/{tiny.name}"
    fsspec.filesystem("memory").pipe_file(f"/faulty/{tiny.name}/claims.csv", b"claim_id\nx\n")
    done = invoke(command, "--case", name, cwd=tmp_path)
    assert (done.returncode, str(tmp_path) in done.stderr, f" in {name}; nothing" in done.stderr) == (2, False, True)
