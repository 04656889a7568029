"""Which workers a command uses: those that would make the same bytes."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from unittest import mock

import pytest

from analysis.report.build.cluster.versions import describe_mismatch, describe_versions
from analysis.report.build.cluster.workers import Workers

HERE = {"communique": "9.9", "python": "3.99.1", "files of communique": "ab"}


class FakeClient:
    """A client whose workers answer as a test has it. answers: a function's name -> what it returns or raises."""

    status = "running"

    def __init__(self, **answers: object):
        self.answers, self.asked = answers, []

    def run(self, function, *arguments, workers, **options):
        self.asked.append(function.__name__)
        return dict.fromkeys(workers, self.answers[function.__name__])


def open_workplaces(**answers: object) -> tuple[Workers, list[str]]:
    warnings: list[str] = []
    workers = Workers(FakeClient(**answers), "tcp://s:1", mock.Mock(), warnings.append, here=HERE)
    workers.open_new({"tcp://a:1": 3})
    return workers, warnings


def test_one_that_is_alike_gets_the_workplace():
    workers, warnings = open_workplaces(describe_versions=HERE, open_workplace="")
    assert (workers.ready, warnings) == ({"tcp://a:1": 3}, [])


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"describe_versions": {**HERE, "files of communique": "cd"}}, "it has files of communique cd, here it is ab."),
        ({"describe_versions": {**HERE, "python": "3.98.0"}}, "it has python 3.98.0, here it is 3.99.1."),
        (
            {"describe_versions": ModuleNotFoundError("analysis"), "version": PackageNotFoundError()},
            "it has no communique; install it there: pip install communique==9.9",
        ),
        (
            {"describe_versions": AttributeError("x"), "version": "0.1", "python_version": "3.99.1"},
            "it has communique 0.1, here it is 9.9.",
        ),
        (
            {"describe_versions": HERE, "open_workplace": "/tmp: No space left on device"},
            "/tmp: No space left on device",
        ),
    ],
)
def test_one_that_is_not_is_named_once_and_gets_nothing(answers, said):
    workers, warnings = open_workplaces(**answers)
    workers.open_new({"tcp://a:1": 3})
    (line,) = warnings
    assert line.startswith(f"worker tcp://a:1 is not used: {said}")
    assert workers.ready == {}
    assert ("open_workplace" in workers.client.asked) == ("open_workplace" in answers)


def test_one_that_is_gone_before_it_answers_is_not_refused():
    workers, warnings = open_workplaces(describe_versions=OSError("gone"), version=OSError("gone"))
    assert (workers.ready, workers.refused, warnings) == ({}, {}, [])


def test_this_process_is_alike_to_itself():
    assert describe_mismatch(describe_versions(), describe_versions()) == ""
    assert {"communique", "python", "numpy", "files of communique"} <= describe_versions().keys()
