"""The exporters under nbconvert's own command and under any other program."""

from __future__ import annotations

import nbformat
import pytest
from traitlets.config import Application

from analysis.errors import ReportError
from analysis.report.formats.exporter import CommuniqueHTML


class NbConvertApp(Application):
    """Has the name of nbconvert's own."""


class OtherApp(Application):
    """Any other program that uses traitlets."""


@pytest.fixture
def forget_application():
    yield
    Application.clear_instance()
    NbConvertApp.clear_instance()
    OtherApp.clear_instance()


@pytest.mark.parametrize("running", [None, OtherApp])
def test_a_program_gets_the_error_itself(running, forget_application):
    if running:
        running.instance()
    with pytest.raises(ReportError, match="no cell shows cover"):
        CommuniqueHTML().from_notebook_node(nbformat.v4.new_notebook())


def test_the_command_ends_with_the_message(forget_application):
    NbConvertApp.instance()
    with pytest.raises(SystemExit, match=r"^communique: no cell shows cover"):
        CommuniqueHTML().from_notebook_node(nbformat.v4.new_notebook())
