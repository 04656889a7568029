"""What libraries raise, as one line that holds nothing of their own texts that could be secret."""

from __future__ import annotations

import pytest

from analysis.errors import StoreError, UsageError
from analysis.remote.faults import describe_fault, explain_faults, get_status
from analysis.remote.store import Store


class AnsweredError(Exception):
    """As aiohttp has it."""

    def __init__(self, status: int):
        super().__init__("https://e.org/a?signature=SECRET")
        self.status = status


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (AnsweredError(403), "no rights"),
        (AnsweredError(404), "nothing is there"),
        (AnsweredError(429), "too busy"),
        (AnsweredError(502), "the status 502"),
        (TimeoutError(), "no answer in time"),
        (ConnectionResetError(), "cannot be reached"),
        (NotImplementedError(), "can only be read"),
        (FileNotFoundError("https://e.org/a?signature=SECRET"), "nothing is there"),
        (OSError("failed for https://me:SECRET@e.org/a"), "OSError: failed for …"),
    ],
)
def test_each_kind_of_fault_is_one_line_without_secrets(error, said):
    line = describe_fault(error, "list and read")
    assert (said in line, "SECRET" in line, "\n" in line, line[-1]) == (True, False, False, ".")


def test_what_led_to_an_error_says_more_than_the_error():
    error = FileNotFoundError("x")
    error.__cause__ = AnsweredError(403)
    assert (get_status(error), describe_fault(error, "read")[:9]) == (403, "no rights")


def test_our_own_errors_pass_as_they_are():
    with pytest.raises(UsageError, match="as it is"), explain_faults("s3://b", "read"):
        raise UsageError("as it is")
    with pytest.raises(StoreError, match="s3://b: it can only be read"), explain_faults("s3://b", "read"):
        raise NotImplementedError


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nosuch://b/x", "nosuch://b/x: nosuch:// is no known kind of address; known are s3://"),
        ("gs://b/x", "gs://b/x: Please install gcsfs to access Google Storage; install it beside"),
        ("zip://x", "zip://x: "),
    ],
)
def test_a_protocol_that_is_unknown_or_not_installed_is_said(address, said, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "gcsfs", None)
    with pytest.raises((UsageError, StoreError)) as raised:
        Store(address)
    assert str(raised.value).startswith(said)
