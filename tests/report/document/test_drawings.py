"""A drawing from a notebook of whatever origin: an SVG that HTML and XML read alike, and nothing more."""

from __future__ import annotations

import pytest

from analysis.errors import ReportError
from analysis.report.document.drawings import check_drawing
from analysis.report.document.reader import read_document
from tests import notebooks_in_memory

LINKED = '<svg><a href="#number-{}"{}><text>7</text></a></svg>'


def test_a_number_of_the_drawing_may_be_a_link_and_nothing_else():
    check_drawing(LINKED.format(2, ""), "key")
    for drawing in (LINKED.format("x", ""), LINKED.format(2, ' target="_blank"')):
        with pytest.raises(ReportError, match="the drawing 'key' holds 'a'; allowed: one SVG of shapes and text"):
            check_drawing(drawing, "key")


@pytest.mark.parametrize("more", ["<!--> -->", "<![CDATA[x]]>", "<?x y?>"])
def test_what_html_reads_otherwise_than_xml_is_refused(more):
    with pytest.raises(ReportError, match=r"the drawing 'key' holds '<[!?]'"):
        check_drawing(f"<svg>{more}<rect/></svg>", "key")


@pytest.mark.parametrize("width", ["svg", "narrow"])
def test_it_is_checked_for_every_format_alike(width):
    notebook = notebooks_in_memory.make_reconstruction_notebook()
    bundles = [
        bundle
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        for bundle in output["data"].values()
        if isinstance(bundle, dict) and bundle.get("kind") == "figure"
    ]
    assert bundles
    bundles[0][width] = "<svg><script/></svg>"
    with pytest.raises(ReportError, match="the drawing 'ladder' holds 'script'"):
        read_document(notebook)
