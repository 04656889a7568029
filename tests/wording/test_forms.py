"""Our own phrases in the grammatical forms of the reader's language."""

from __future__ import annotations

import pytest

from analysis.label import FORMS, Label
from analysis.messages import Word, use_language
from analysis.wording.forms import ANALYSED, label_phrase, name_analysed

UKRAINIAN = {
    "article": ("стаття", "статті", "статті", "статтю", "статтею", "статті"),
    "statement": ("заява", "заяви", "заяві", "заяву", "заявою", "заяві"),
    "plan_text": ("текст", "тексту", "тексту", "текст", "текстом", "тексті"),
}


@pytest.mark.parametrize("kind", UKRAINIAN)
def test_the_text_analysed_has_all_forms_in_ukrainian(kind):
    with use_language("uk"):
        label = name_analysed(kind, "sources/a")
    assert (label.text, *(format(label, form) for form in FORMS)) == UKRAINIAN[kind]


def test_every_kind_has_every_form_in_ukrainian_and_none_in_english():
    with use_language("uk"):
        assert {tuple(name_analysed(kind, "").forms) for kind in ANALYSED} == {FORMS}
    assert name_analysed("article", "sources/a").forms == {}
    assert f"{name_analysed('article', ''):genitive}" == "the article"


def test_a_kind_of_a_case_alone_is_called_by_its_word():
    assert name_analysed("blog_post", "").text == "the blog post"
    assert name_analysed("", "").text == "the text"
    with use_language("uk"):
        assert name_analysed("стенограма", "").text == "стенограма"


def test_places_are_filled_in_every_form():
    names = Label("банк", "", forms={"genitive": "банку"})
    with use_language("uk"):
        mean = label_phrase(Word("the mean of {names} by our weights", "in all forms"), "ours/assumption", names=names)
    assert f"{mean}" == "середнє за даними банку з нашими вагами"
    assert f"{mean:genitive}" == "середнього за даними банку з нашими вагами"
