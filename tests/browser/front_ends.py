"""JupyterLab and Notebook, started once and driven in Chromium: notebooks are run there, reopened and looked at.

The commands of the front ends are called by their names, as their menus do; what is seen is found on the page.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ADDRESS = {"lab": "doc/tree", "notebook": "notebooks"}  # one notebook alone, without the list of files
DARK = "JupyterLab Dark"
_HIGHEST = 16_000  # pixels of a window that Chromium takes a picture of
_START, _RUN = 180, 120  # seconds a server, and all cells of a notebook, may take
_COMMAND = "([name, how]) => window.jupyterapp.commands.execute(name, how)"
_STATE = """() => {
  const panel = window.jupyterapp?.shell.currentWidget, cells = panel?.content?.widgets;
  if (!cells?.length || !panel.context.isReady || !panel.sessionContext.session?.kernel) return null;
  const code = cells.filter((cell) => cell.model.type === "code" && cell.model.sharedModel.source.trim());
  return { status: panel.sessionContext.session.kernel.status, cells: code.length,
           run: code.filter((cell) => cell.model.executionCount).length,
           errors: code.flatMap((cell) => Array.from({ length: cell.model.outputs.length },
             (_, at) => cell.model.outputs.get(at).toJSON()).filter((one) => one.output_type === "error")
             .map((one) => `${one.ename}: ${one.evalue}`)) };
}"""


@dataclass
class Server:
    """A Jupyter server. address: with a slash at its end; folder: whose notebooks it shows."""

    address: str
    token: str
    folder: Path

    def locate(self, front_end: str, name: str) -> str:
        """Returns the address of a notebook (`forces.ipynb`) in a front end, `lab` or `notebook`."""
        return f"{self.address}{ADDRESS[front_end]}/{name}?token={self.token}&reset"


@contextmanager
def started(folder: Path) -> Iterator[Server]:
    """Starts a server that shows both front ends, with settings of its own; ends it, and its kernels, at the end.

    folder: an empty one; the notebooks stand in `root` within it.
    """
    root = folder / "root"
    root.mkdir(exist_ok=True)
    own = {name: str(folder / name) for name in ("config", "data", "runtime", "settings", "workspaces", "ipython")}
    token, port = secrets.token_hex(8), _find_port()
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": own["config"],
        "JUPYTER_DATA_DIR": own["data"],
        "JUPYTER_RUNTIME_DIR": own["runtime"],
        "JUPYTERLAB_SETTINGS_DIR": own["settings"],
        "JUPYTERLAB_WORKSPACES_DIR": own["workspaces"],
        "IPYTHONDIR": own["ipython"],
    }
    settings = {
        "ServerApp": {
            "token": token,
            "port": port,
            "port_retries": 0,
            "root_dir": str(root),
            "open_browser": False,
            "allow_root": True,
            "terminals_enabled": False,
            "jpserver_extensions": {"jupyterlab": True, "notebook": True},
        },
        "LabApp": {"expose_app_in_browser": True, "news_url": ""},
        "JupyterNotebookApp": {"expose_app_in_browser": True},
    }
    (folder / "config").mkdir()
    (folder / "config" / "jupyter_config.json").write_text(json.dumps(settings), encoding="utf-8")
    shown = folder / "settings" / "@jupyterlab" / "notebook-extension"
    shown.mkdir(parents=True)  # with every cell in the page, also what is far from the screen
    (shown / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}', encoding="utf-8")
    news = folder / "settings" / "@jupyterlab" / "apputils-extension"
    news.mkdir(parents=True)
    (news / "notification.jupyterlab-settings").write_text('{"fetchNews": "false"}', encoding="utf-8")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab"], env=environment, stdout=log, stderr=log, cwd=root
        )
        server = Server(f"http://127.0.0.1:{port}/", token, root)
        try:
            _wait_until_it_answers(server, process, folder / "log")
            yield server
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _find_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _wait_until_it_answers(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + _START
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.address}api/status?token={server.token}", timeout=5) as answer:
                if json.load(answer)["started"]:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the Jupyter server did not start:\n{log.read_text(errors='replace')[-2000:]}")


def put(server: Server, paths: Sequence[Path]) -> list[str]:
    """Copies notebooks to where the server shows them, and returns their names."""
    for path in paths:
        shutil.copy(path, server.folder / path.name)
    return [path.name for path in paths]


def open_notebook(page: Any, server: Server, front_end: str, name: str) -> None:
    """Opens a notebook and waits until its cells are there and its kernel has started."""
    page.goto(server.locate(front_end, name))
    page.wait_for_function(f"() => ({_STATE})()?.status === 'idle'", timeout=_RUN * 1000)


def give(page: Any, command: str, **how: Any) -> None:
    """Gives a command of the front end, such as `runmenu:run-all`, and waits until it is done."""
    page.evaluate(_COMMAND, [command, how])


def run_all(page: Any) -> None:
    """Begins to run all cells; `wait_until_run` waits for their end, so that several notebooks may run at once."""
    page.evaluate(f"() => {{ ({_COMMAND})(['runmenu:run-all', {{}}]); }}")


def wait_until_run(page: Any) -> list[str]:
    """Waits until every cell has run; returns the errors that cells have shown."""
    page.wait_for_function(
        f"() => {{ const now = ({_STATE})(); return now && (now.run === now.cells || now.errors.length) "
        "&& now.status === 'idle'; }",
        timeout=_RUN * 1000,
        polling=250,
    )
    errors: list[str] = page.evaluate(_STATE)["errors"]
    return errors


def shut_down(page: Any) -> None:
    """Ends the kernel of a notebook, so that no more run than are looked at."""
    page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")


_HEIGHT = """() => {
  const outer = document.querySelector('.jp-WindowedPanel-outer');
  outer.scrollTop = 0;
  const cells = outer.querySelector('.jp-WindowedPanel-viewport').getBoundingClientRect();
  return Math.ceil(cells.height + outer.getBoundingClientRect().top) + 40;
}"""


def show_everything(page: Any, width: int) -> int:
    """Makes the window as high as the notebook, so that all of it is laid out; returns that height, in pixels."""
    height = 0
    for _ in range(6):
        found = min(page.evaluate(_HEIGHT), _HIGHEST)
        if found == height:
            break
        height = found
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(300)
    return height


# What is wrong with the words of the drawings that are seen: cut at a side, or upon one another.
FAULTS = """() => [...document.querySelectorAll('.communique-figure')].flatMap((figure) => {
  const drawing = [...figure.querySelectorAll('.drawing svg')].find((svg) => svg.getClientRects().length);
  if (!drawing) return [`no drawing: ${figure.textContent.slice(0, 40)}`];
  const pane = figure.getBoundingClientRect();
  const words = [...drawing.querySelectorAll('text')]
    .filter((text) => text.textContent.trim() && !/rotate/.test(text.getAttribute('transform')))
    .map((text) => [text.textContent, text.getBoundingClientRect()]);
  const faults = words.filter(([, at]) => at.left < pane.left - 2 || at.right > pane.right + 2)
    .map(([text]) => `cut: ${text}`);
  words.forEach(([text, a], at) => words.slice(at + 1).forEach(([other, b]) => {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 2 && down > Math.min(a.height, b.height) / 2) faults.push(`upon one another: ${text} | ${other}`);
  }));
  return faults;
})"""
