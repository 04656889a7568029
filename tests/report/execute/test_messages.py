"""Messages between processes: whole however they arrive, and calls by name."""

from __future__ import annotations

import io
import math
import pickletools

import pytest

from analysis.errors import UsageError
from analysis.report.execute import client
from analysis.report.execute.child import run_call
from analysis.report.execute.messages import Call, Finished, Fork, Poll, encode_message, read_message, split_messages

MESSAGES = [Poll(7), Fork(["x"], {"A": "ä"}, "/"), True, Finished(1, b"\n" * 70_000)]


def test_messages_are_read_one_by_one():
    stream = io.BytesIO(b"".join(map(encode_message, MESSAGES)))
    assert [read_message(stream) for _ in MESSAGES] == MESSAGES
    with pytest.raises(EOFError):
        read_message(stream)


def test_a_message_cut_short_is_the_end():
    with pytest.raises(EOFError):
        read_message(io.BytesIO(encode_message(MESSAGES[1])[:-1]))


@pytest.mark.parametrize("size", [1, 3, 5000, 1 << 20])
def test_messages_are_whole_however_they_arrive(size):
    content = b"".join(map(encode_message, MESSAGES))
    received, found = bytearray(), []
    for start in range(0, len(content), size):
        received += content[start : start + size]
        found += split_messages(received)
    assert (found, received) == (MESSAGES, b"")


def test_a_call_is_run_by_its_name():
    assert Call.from_function(math.hypot, 3, 4).run() == 5
    assert Call.from_name("math:hypot", 3, 4) == Call.from_function(math.hypot, 3, 4)


def test_what_passes_a_call_on_does_not_read_its_arguments():
    request = encode_message(Call.from_function(run_call, UsageError("x")))
    named = {argument for opcode, argument, _ in pickletools.genops(request[4:]) if opcode.name == "SHORT_BINUNICODE"}
    assert "analysis.report.execute.messages" in named
    assert "analysis.errors" not in named


class FailingCall(Call):
    """A call that raises."""

    def run(self) -> None:
        raise {"usage": UsageError, "system": OSError, "defect": ZeroDivisionError}[self.function]("no")


@pytest.mark.parametrize(("what", "kind"), [("usage", UsageError), ("system", OSError)])
def test_an_error_of_the_user_or_of_the_system_crosses_as_an_answer(what, kind):
    answer = run_call(FailingCall(what, b""))
    with pytest.raises(kind, match="no"):
        client.unpack_answer(answer)


def test_a_defect_does_not():
    with pytest.raises(ZeroDivisionError):
        run_call(FailingCall("defect", b""))
