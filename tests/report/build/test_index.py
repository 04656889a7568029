"""The index page over folders and parameters of any name: each is printed as it is, and its links lead there."""

from __future__ import annotations

import json
from urllib.parse import unquote, urljoin

import pytest
from bs4 import BeautifulSoup

from analysis.report.build.index import write_index

FACTS = dict.fromkeys(("headline", "question", "answer", "date_text", "description", "basis"), "") | {"pictures": []}


@pytest.mark.parametrize(
    "name", ["forces@need=7.5", "a b#c?d%41", "it's <b>&amp;", "javascript:x", "Україна", '"quoted"', "a\\b"]
)
def test_a_folder_of_any_name_is_led_to_and_its_parameters_are_printed(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    manifest = {"report": "forces", "title": name, "parameters": {"p": name, "case_dir": "x"}, "index": FACTS}
    (folder / "manifest.json").write_text(json.dumps(manifest | {"files": {"forces.html": "", "a/b.csv": ""}}))
    page = BeautifulSoup(
        write_index(tmp_path, name, ["forces"], {name: f"failed in {name}"}).read_text(), "html.parser"
    )
    here = "http://localhost/reports/index.html"
    found = {urljoin(here, a["href"]) for a in page.select("main a[href]")}
    assert {unquote(address) for address in found} == {f"http://localhost/reports/{name}/forces.html"}
    assert not any("#" in address or "?" in address for address in found)
    words = page.get_text().replace("’", "'")
    for text in (f"p = {name}", f"failed in {name}"):
        assert text in words
    assert (page.h1.get_text().replace("’", "'"), len(page.select("script:not([type])"))) == (name, 1)
