"""What the search of the index is given: every claim and source once, with the reports that use it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.report.formats.html.index_search import FoundClaim, build_search, list_claims
from analysis.report.formats.side_files import build_results
from tests import notebooks_in_memory

NEED, MEANS = (FoundClaim(id, f"The {id}.", "$1 billion", "A source") for id in ("need", "means"))


def test_a_claim_stands_once_with_all_reports_that_use_it():
    assert build_search([("A", "One", "a/a.html", [NEED, MEANS]), ("B", "Two", "b/b.html", [NEED])]) == {
        "reports": [["A", "One", "a/a.html"], ["B", "Two", "b/b.html"]],
        "sources": ["A source"],
        "claims": [["need", "The need.", "$1 billion", 0, [0, 1]], ["means", "The means.", "$1 billion", 0, [0]]],
    }


@given(st.lists(st.lists(st.sampled_from([NEED, MEANS, NEED._replace(source="Another")]), unique=True)))
def test_no_use_is_lost(used):
    data = build_search([(str(at), "", "", claims) for at, claims in enumerate(used)])
    found = {(id, data["sources"][source], at) for id, _, _, source, uses in data["claims"] for at in uses}
    assert found == {(claim.id, claim.source, at) for at, claims in enumerate(used) for claim in claims}


def test_claims_are_found_by_statement_words_value_and_source():
    found = {
        claim.id: claim for claim in list_claims(build_results(notebooks_in_memory.read_reconstruction())["claims"])
    }
    assert found["need_article"].value == "$800 billion"
    assert "Rebuilding takes this much" in found["need_article"].statement
    assert found["need_article"].source
    assert not any(id.startswith(("assumption:", "parameter:", "count:")) for id in found)
