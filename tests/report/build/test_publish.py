"""What a build leaves, whenever it is killed."""

from __future__ import annotations

import pytest

from analysis.report.build import publish
from tests.conftest import read_tree


def test_publishing_replaces_the_whole_folder(tmp_path):
    place = tmp_path / "report"
    publish.publish_folder({"a.txt": b"old", "tables/gone.csv": b"x"}, place)
    publish.publish_folder({"a.txt": b"new"}, place)
    assert read_tree(place) == {"a.txt": b"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_failure_while_writing_leaves_the_last_good_report(tmp_path):
    place = tmp_path / "report"
    publish.publish_folder({"a.txt": b"good"}, place)
    with pytest.raises(TypeError):
        publish.publish_folder({"a.txt": b"bad", "b.txt": None}, place)
    assert read_tree(place) == {"a.txt": b"good"}
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


@pytest.mark.parametrize("moment", ["while writing", "between the two moves", "before clearing up"])
def test_a_killed_build_is_cleared_up_and_the_last_good_report_stands(tmp_path, moment):
    place, aside, half = tmp_path / "report", tmp_path / ".was-report", tmp_path / ".making-abc"
    for path in {
        "while writing": [place, half],
        "between the two moves": [aside, half],
        "before clearing up": [place, aside],
    }[moment]:
        path.mkdir()
        (path / "a.txt").write_text("old" if path == aside and place.exists() else "good")
    publish.recover_folder(tmp_path)
    assert read_tree(tmp_path) == {"report/a.txt": b"good"}
    assert not half.exists()
    assert not aside.exists()


def test_a_file_is_replaced_as_a_whole_and_as_it_is(tmp_path):
    for text in ("old", "new\r\nline\n"):
        assert publish.publish_file(text, tmp_path / "a.csv") == tmp_path / "a.csv"
    assert read_tree(tmp_path) == {"a.csv": b"new\r\nline\n"}
