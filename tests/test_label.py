"""Names of a case, in the forms that a sentence needs."""

from dataclasses import replace

import pytest

from analysis import say
from analysis.contract import LabelPart
from analysis.errors import UsageError
from analysis.label import FORMS, Label, NameList, add_article, join_labels, join_names
from analysis.messages import Phrase, pgettext, use_language

FRANCE = Label("Франція", "parties/fr", forms={"genitive": "Франції", "locative": "Франції"})
STATES = Label("Сполучені Штати", "parties/us", forms={"genitive": "Сполучених Штатів"})
PLAN = Label("план, як опубліковано", "plans/a", forms={"genitive": "плану, як опубліковано"})


def test_a_form_is_printed_where_there_is_one_else_the_name():
    assert f"{FRANCE}: {FRANCE:genitive}, {FRANCE:dative}" == "Франція: Франції, Франція"
    assert say("Частка {party:genitive}.", party=FRANCE).text == ("Частка ", LabelPart("Франції", "parties/fr"), ".")


def test_a_sentence_may_ask_for_a_form_and_a_number_format_at_once():
    assert str(say("За даними {who:genitive,range}.", who=STATES)) == "За даними Сполучених Штатів."


@pytest.mark.parametrize("spec", ["genetive", "genitive,dative"])
def test_a_form_that_is_none_is_named(spec):
    with pytest.raises(UsageError, match=r"no form .genetive. .nearest: genitive.|genitive and dative; allowed: one"):
        say(f"{{party:{spec}}}", party=FRANCE)


def test_a_message_asks_for_a_form():
    with pytest.raises(UsageError, match="there are genitive, dative, accusative, instrumental, locative"):
        f"{FRANCE:vocative}"
    assert pgettext("no message of any catalogue", "{party:genitive}", party=FRANCE) == "Франції"


def test_what_changes_a_name_changes_its_forms():
    assert f"{PLAN.closed:genitive} і {PLAN.closed}" == "плану, як опубліковано, і план, як опубліковано,"


def test_an_article_is_english():
    name = Label("World Bank", "sources/wb")
    assert str(add_article(name)) == "the World Bank"
    with use_language("uk"):
        assert str(add_article(name)) == "World Bank"


def test_names_are_listed_in_the_form_asked_for():
    with use_language("uk"):
        assert join_names([FRANCE, STATES, "ЄС"], "genitive") == "Франції, Сполучених Штатів та ЄС"
        joined = join_labels([FRANCE, STATES], "parties/fr+us")
        assert (f"{joined}", f"{joined:genitive}") == ("Франція та Сполучені Штати", "Франції та Сполучених Штатів")
        assert f"{joined:locative}" == "Франції та Сполучені Штати"
        assert f"{joined:dative}" == f"{joined}"
    assert joined.ref == "parties/fr+us"
    assert set(joined.forms) == {"genitive", "locative"} < set(FORMS)


def test_ids_are_made_from_the_text_in_the_language_of_the_case():
    states, plan = replace(STATES, own="United States"), replace(PLAN, own="plan, as published")
    with use_language("uk"):
        named = add_article(states)
        assert (str(named), named.own_text) == ("Сполучені Штати", "the United States")
        assert plan.closed.own_text == "plan, as published,"
        both = join_labels([FRANCE, named], "")
        assert (str(both), both.own_text) == ("Франція та Сполучені Штати", "Франція and the United States")
        what = Phrase("plans that give {party} a share", party=named)
        assert what.replace(" ", "_") == "plans_that_give_the_United_States_a_share"
        assert str(what) == "планів із часткою Сполучених Штатів"
        listed = Phrase("issues left open, of {issues}", issues=NameList([plan, FRANCE]))
        assert listed == "issues left open, of plan, as published and Франція"
        assert str(listed) == "неузгоджених питань серед таких: план, як опубліковано та Франція"


def test_the_english_name_of_a_case_in_another_language_takes_its_article():
    named = add_article(Label("United States", "parties/us", own="Сполучені Штати"))
    assert (str(named), named.own_text) == ("the United States", "Сполучені Штати")
