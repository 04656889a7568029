"""`communique mcp` as an assistant starts it: a process, spoken to by the SDK's own client."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import anyio
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp_types import CallToolResult

from analysis.assistant.tools import TOOLS
from tests.assistant.test_server import CALLS
from tests.conftest import ROOT

BAD = {"search_claims": {"limit": "many"}, "compute": {"comparison": 7}, "nothing": {"x": [1]}}


@pytest.mark.slow
@pytest.mark.usefixtures("without_loop")
def test_each_tool_is_called_in_a_process_of_its_own(tiny: Path):
    before = {path: path.read_bytes() for path in tiny.rglob("*") if path.is_file()}
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", "from analysis.cli import main; main()", "mcp", "--case", str(tiny), "--out", str(tiny / "none")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), os.environ.get("PYTHONPATH", "")))},
    )

    async def use() -> tuple[list[str], dict[str, CallToolResult], dict[str, CallToolResult], str]:
        async with Client(server) as client:
            listed = [tool.name for tool in (await client.list_tools()).tools]
            good = {name: await client.call_tool(name, arguments) for name, arguments in CALLS.items()}
            bad = {name: await client.call_tool(name, arguments) for name, arguments in BAD.items()}
            resource = await client.read_resource("communique://claims.csv")
            return listed, good, bad, resource.contents[0].text

    listed, good, bad, claims = anyio.run(use)
    assert listed == list(TOOLS)
    assert [name for name, found in good.items() if found.is_error or not found.structured_content] == []
    assert [name for name, found in bad.items() if not found.is_error or "\n" in found.content[0].text] == []
    assert claims.startswith("claim_id,")
    assert {path: path.read_bytes() for path in tiny.rglob("*") if path.is_file()} == before


def test_without_the_package_the_extra_is_named(tiny: Path, invoke, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("analysis.extras.find_spec", lambda name: None)
    done = invoke("mcp", "--case", str(tiny))
    assert done.returncode == 2
    assert 'mcp needs the package mcp, which is not installed; run: pip install "communique[assistant]"' in done.stderr
