"""`communique trace`: which reports are looked through."""

from __future__ import annotations

import json

from analysis.report.document import reader
from analysis.report.formats import side_files
from tests.report.formats.pdf.test_document import report  # noqa: F401  (a fixture)


def test_of_two_cases_in_a_folder_the_one_named_is_looked_through(report, tiny, tmp_path, invoke):  # noqa: F811
    results = json.dumps(side_files.build_results(reader.read_document(report)))
    for case in (tiny.name, "other"):
        (tmp_path / "all" / case / "one").mkdir(parents=True)
        (tmp_path / "all" / case / "one" / "results.json").write_text(results.replace("need_article", f"need_{case}"))
    asked = ("trace", "reconstruction.gap", "--out", str(tmp_path / "all"))
    both, one = invoke(*asked).stdout, invoke(*asked, "--case", str(tiny)).stdout
    assert ("claim need_other" in both, "claim need_other" in one) == (True, False)
    assert f"claim need_{tiny.name}" in one
