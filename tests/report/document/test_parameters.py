"""The parameters cell: read without running it, and every given value checked before anything runs."""

from __future__ import annotations

import contextlib

import nbformat
import pytest

from analysis.errors import UsageError
from analysis.report.document.parameters import check_values, read_injected_values, read_parameters


def make_notebook(*sources: str, tag: str = "parameters") -> nbformat.NotebookNode:
    made = nbformat.v4.new_notebook()
    made.cells += [nbformat.v4.new_code_cell(source, metadata={"tags": [tag]}) for source in sources]
    return made


def check_one(source: str, value: object) -> object:
    return check_values(read_parameters(make_notebook(source)), {"x": value}, "gap")["x"]


def get_refusal(source: str, value: object = None) -> str:
    with pytest.raises(UsageError) as error:
        check_one(source, value)
    return str(error.value)


# What a cell declares


def test_name_default_help_and_what_it_accepts():
    need, basis = read_parameters(
        make_notebook(
            'need: Annotated[float | None, Field(ge=0, le=5000), "USD bn; None takes the claim"] = None\n'
            'basis: Annotated[Literal["article", "all"], "whose claims"] = "article"'
        )
    )
    assert (need.name, need.default, need.help) == ("need", None, "USD bn; None takes the claim")
    assert need.allowed == "a number, at least 0 and at most 5000 or None"
    assert (basis.name, basis.default, basis.allowed) == ("basis", "article", "article, all")


@pytest.mark.parametrize(
    ("source", "accepts"),
    [
        ("x: float = 1", "a number"),
        ("x: int = 1", "a whole number"),
        ('x: str = "a"', "a text"),
        ("x: bool = True", "true or false"),
        ("x = 5", "a whole number"),
        ("x = -2.5", "a number"),
        ("x: list[float] = [1, 2]", "a list such as [1, 2], each a number"),
        ('x: list[str] = ["a"]', 'a list such as ["a", "b"], each a text'),
        ("x: Annotated[float, Field(gt=0, lt=1)] = 0.5", "a number, more than 0 and less than 1"),
        (
            "x: Annotated[list[float], Field(min_length=1)] = [1]",
            "a list such as [1, 2], each a number, 1 long or longer",
        ),
        ("x: int | str | None = 1", "a whole number or a text or None"),
        ("x: Literal[1, 2] = 1", "1, 2"),
    ],
)
def test_what_a_declaration_accepts_in_words(source, accepts):
    assert read_parameters(make_notebook(source))[0].allowed == accepts


@pytest.mark.parametrize(
    ("source", "help"),
    [
        ('case_dir: str = ".."  # a case folder', "a case folder"),
        ('case_dir: Annotated[str, "the first"] = ".."  # not this', "the first"),
        ('basis: Literal["all", "# pooled"] = "all"  #whose claims', "whose claims"),
        ('basis = "# no comment"', ""),
        ("# of the next line\nn = 1", ""),
        ("n: list[int] = [\n  1,  # one\n]  # some", "some"),
    ],
)
def test_a_comment_explains_a_parameter_as_papermill_reads_it(source, help):
    (parameter,) = read_parameters(make_notebook(source))
    assert parameter.help == help


def test_a_notebook_may_have_no_parameters():
    assert read_parameters(nbformat.v4.new_notebook()) == ()
    assert (
        read_parameters(make_notebook("from typing import Annotated\n\n# a comment\nprint('x')\ncase = load()")) == ()
    )


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("x: Path = None", "parameter x has the type Path; allowed: float, int, str, bool, list[...], Lit"),
        ("x: Optional[float] = None", "parameter x has the type Optional[float]; allowed"),
        ("x: dict[str, int] = {}", "parameter x has the type dict[str, int]"),
        ("x = [1]", "has the type list"),
        ("x = None", "has the type NoneType"),
        ("x: float", "line 1: write name: type = value"),
        ("a.b: float = 1", "line 1: write name: type = value"),
        ("x, y = 1, 2", "line 1: write name: type = value"),
        ("x: float = 2 * 3", "parameter x has a default that is not a plain value: 2 * 3"),
        ("x: float = float('1')", "parameter x has a default that is not a plain value"),
        ("x = {[]: 1}", "has a default that is not a plain value"),
        ("x: Annotated[float, Field(ge=limit)] = 1", "parameter x has a limit ge that is not a plain value: lim"),
        ("x: Annotated[float, Field(gee=0)] = 1", "parameter x: Field has no 'gee' here (nearest: ge); there"),
        ("x: Annotated[float, Field(**limits)] = 1", "parameter x: Field has no '**' here"),
        ("x: Annotated[float, Field(1, ge=0)] = 1", "parameter x: Field takes limits by name only"),
        ("x: Annotated[list[float], Field(ge=0)] = [1]", "its limits do not fit its type"),
        ("x: Literal[a] = 1", "parameter x has a choice that is not a plain value: a"),
        ("x: float = ", "the parameters cell is not Python (line 1: "),
        ("x: Annotated[float, Field(ge=0)] = -1", "x, its default: found -1; allowed: a number, at least 0"),
        ("x: int = 'many'", "x, its default: found 'many'; allowed: a whole number"),
    ],
)
def test_a_declaration_that_cannot_be_read_is_one_clear_error(source, said):
    message = get_refusal(source)
    assert message.startswith("notebook")
    assert said in message


def test_two_parameters_cells():
    with pytest.raises(UsageError, match="gap: 2 cells are tagged parameters; tag one"):
        read_parameters(make_notebook("x: int = 1", "y: int = 1"), "gap")


@pytest.mark.parametrize(
    "source",
    [
        "x: __import__('os').system('touch ran') = 1",
        "x: float = __import__('os').system('touch ran')",
        "x: Annotated[float, Field(ge=open('ran', 'w'))] = 1",
        "x: Literal[open('ran', 'w')] = 1",
        "x: Annotated[float, open('ran', 'w')] = 1",
        "open('ran', 'w')",
    ],
)
def test_nothing_of_a_notebook_is_run(source, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with contextlib.suppress(UsageError):
        read_parameters(make_notebook(source))
    assert list(tmp_path.iterdir()) == []


# Values that fit


@pytest.mark.parametrize(
    ("source", "value", "result"),
    [
        ("x: float = 1", "2.5", 2.5),
        ("x: float = 1", "2", 2.0),
        ("x: float = 1", 3, 3.0),
        ("x: float = 1", "1e3", 1e3),
        ("x: int = 1", "7", 7),
        ("x: int = 1", "-7", -7),
        ("x: bool = False", "true", True),
        ("x: bool = True", "False", False),
        ("x: bool = True", False, False),
        ('x: str = "a"', "500", "500"),
        ('x: str = "a"', "None", "None"),
        ('x: str = "a"', "", ""),
        ('x: str = "a"', '"quoted"', '"quoted"'),
        ("x: str | None = None", "500", "500"),
        ("x: str | None = None", "None", None),
        ("x: float | None = 1", "None", None),
        ("x: float | None = 1", "", None),
        ("x: float | None = 1", "null", None),
        ("x: float | None = 1", None, None),
        ("x: Annotated[float | None, Field(ge=0)] = 1", "None", None),
        ("x: Annotated[float | None, Field(ge=0)] = 1", "0", 0.0),
        ("x: list[float] = [1]", "[1, 2.5]", [1.0, 2.5]),
        ("x: list[float] = [1]", [1, 2], [1.0, 2.0]),
        ("x: list[float] = [1]", "[]", []),
        ('x: list[str] = ["a"]', '["b"]', ["b"]),
        ('x: Literal["article", "all"] = "all"', "article", "article"),
        ('x: Literal["1", "2"] = "1"', "2", "2"),
        ("x: Literal[1, 2] = 1", "2", 2),
        ("x: int | str = 1", "7", 7),
        ("x: int | str = 1", "seven", "seven"),
    ],
)
def test_a_value_is_read_as_its_type(source, value, result):
    found = check_one(source, value)
    assert found == result
    assert type(found) is type(result)


# Values that do not


@pytest.mark.parametrize(
    ("source", "value", "allowed"),
    [
        ("x: float = 1", "lots", "a number"),
        ("x: float = 1", "true", "a number"),
        ("x: float = 1", True, "a number"),
        ("x: float = 1", "NaN", "a number"),
        ("x: float = 1", "Infinity", "a number"),
        ("x: float = 1", "1e999", "a num"),
        ("x: float = 1", float("nan"), "a number"),
        ("x: float = 1", "None", "a number"),
        ("x: float = 1", "", "a number"),
        ("x: float = 1", "1,000", "a number"),
        ("x: float = 1", "[1]", "a number"),
        ("x: float = 1", "0x10", "a number"),
        ("x: int = 1", "3.0", "a whole number"),
        ("x: int = 1", "3.5", "a whole number"),
        ("x: int = 1", True, "a whole"),
        ("x: bool = True", "yes", "true or false"),
        ("x: bool = True", "1", "true or false"),
        ("x: bool = True", 1, "true or false"),
        ('x: str = "a"', 5, "a text"),
        ("x: list[float] = [1]", "1, 2", "a list such as [1, 2], each a number"),
        ("x: list[float] = [1]", "[true]", "a list"),
        ("x: list[float] = [1]", "5", "a list"),
        ('x: Literal["article", "all"] = "all"', "al", "article, all"),
        ('x: Literal["a"] = "a"', "", "a"),
        ("x: Annotated[float | None, Field(ge=0, le=5)] = 1", "-1", "a number, at least 0 and at most 5 or None"),
        ("x: Annotated[float | None, Field(ge=0, le=5)] = 1", "5.1", "a number, at least 0 and at most 5 or"),
        ("x: Annotated[float, Field(gt=0)] = 1", "0", "a number, more than 0"),
        ("x: Annotated[list[float], Field(min_length=1)] = [1]", "[]", "1 long or longer"),
    ],
)
def test_a_value_that_does_not_fit_says_what_is_allowed(source, value, allowed):
    message = get_refusal(source, value)
    assert message.startswith(f"gap, parameter x: found {value!r}; allowed: ")
    assert allowed in message


@pytest.mark.parametrize("value", ["[" * 100_000, "1" * 5_000, "{" * 5_000, "\x00", "9" * 400])
def test_no_value_makes_it_stumble(value):
    message = get_refusal("x: float = 1", value)
    assert len(message) < 200


def test_a_misspelt_name_names_the_nearest():
    parameters = read_parameters(make_notebook("need_usd_bn: float = 1\nbasis: str = 'a'"))
    with pytest.raises(UsageError) as error:
        check_values(parameters, {"need_usd": 5}, "gap")
    assert str(error.value) == (
        "gap has no parameter 'need_usd' (nearest: need_usd_bn); there are: need_usd_bn, basis."
    )
    with pytest.raises(UsageError, match="gap has no parameter 'x'; it takes none"):
        check_values((), {"x": 5}, "gap")


def test_only_what_is_given_is_returned():
    parameters = read_parameters(make_notebook("a: int = 1\nb: int = 2"))
    assert check_values(parameters, {"b": "3"}, "gap") == {"b": 3}
    assert check_values(parameters, {}, "gap") == {}


# What papermill left


def test_the_values_a_notebook_was_run_with():
    cell = "# Parameters\nneed = 500.0\ntargets = [0.25, 0.5]\nbasis = None\n"
    assert read_injected_values(make_notebook(cell, tag="injected-parameters")) == {
        "need": 500.0,
        "targets": [0.25, 0.5],
        "basis": None,
    }
    assert read_injected_values(nbformat.v4.new_notebook()) == {}
