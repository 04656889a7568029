"""What each party wants, in words and on the scale."""

from __future__ import annotations

from analysis.compare.positions import overlap, wants


def test_forces_are_drawn_in_one_order_issues_by_their_common_ground(shipped):
    frame = wants.coded(shipped)
    assert list(dict.fromkeys(map(str, frame.issue))) == [str(issue) for issue in overlap.zones(shipped).issue]
    assert list(dict.fromkeys(map(str, frame.party))) == ["United States", "Ukraine", "Russia", "Europe"]


def test_a_stance_in_the_words_of_the_text_says_so_and_where_it_is_opinion(shipped):
    frame = wants.stances(shipped).set_index(wants.stances(shipped).issue.map(lambda issue: issue.id))
    assert str(frame.united_states["reconstruction"]).endswith("being what it is. (the article's opinion)")
    assert str(frame.europe["reconstruction"]).endswith("(the article, in part its opinion)")  # one of two claims
    assert str(frame.united_states["ceasefire"]).endswith("(the article)")
    assert str(frame.ukraine["ratification"]).endswith("(Zelensky)")  # whom the text cites


def test_an_opinion_is_called_so_in_ukrainian(ukrainian):
    found = [str(stance) for stance in wants.stances_in_rows(ukrainian).stance]
    assert found[0].endswith(" (стаття, частково думка)")
    assert any(stance.endswith(" (думка: стаття)") for stance in found)
