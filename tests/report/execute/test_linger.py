"""A server between two commands: who may wake it, what it remembers, and when it goes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analysis.report.execute import linger
from tests.conftest import ROOT, TINY, hash_tree, write_notebook

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="servers rest on Linux only")]

COVER = (
    "from analysis import load_case, cover\nimport os\ncase = load_case(case_dir)\n"
    "server = open(f'/proc/{os.getppid()}/stat').read().split()[3]  # the parent of the process that forks for cells\n"
    'open(os.environ["COMMUNIQUE_WHERE"], "a").write(f"{server} {os.environ[\'COMMUNIQUE_MARK\']}\\n")\n'
    'cover("A word", "How?", case.about)'
)

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Path]:
    """The user's folder for what lives while he is logged in; whatever rests there is woken and ended."""
    place = tmp_path / "run"
    place.mkdir()
    yield place
    for server in find_servers(place):
        os.kill(server, 9)


def build_arguments(case: Path, *more: str) -> list[str]:
    """The command that renders a case as HTML, in a process of its own."""
    start = [sys.executable, "-c", "from analysis.cli import main; main()"]
    return [*start, "render", "--case", str(case), "--format", "html", *more]


def build_environment(folder: Path, runtime: Path, linger: str) -> dict[str, str]:
    """An environment with its own cache, place for pipes and log. linger: seconds."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "XDG_RUNTIME_DIR": str(runtime),
        "COMMUNIQUE_LINGER": linger,
        "COMMUNIQUE_MARK": "none",
        "COMMUNIQUE_WHERE": str(folder / "where"),
    }


@pytest.fixture
def command(tmp_path: Path, tiny: Path, runtime: Path) -> Command:
    """Renders a small report that writes down which server forked its kernel."""
    write_notebook(tiny / "notebooks" / "one.ipynb", COVER, parameters='case_dir: str = "tiny"')
    (tiny / "reports.csv").write_text("report_id,notebook,title,parameters\none,one,One,\n")

    def run_command(*more: str, linger: str = "60", **env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            build_arguments(tiny, *more),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env={**build_environment(tmp_path, runtime, linger), **env},
        )

    return run_command


def find_servers(runtime: Path) -> list[int]:
    """The processes that hold a pipe in the runtime folder open."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            held = [str(fd.readlink()) for fd in (process / "fd").iterdir()]
        except OSError:
            continue
        if any(str(runtime) in path for path in held):
            found.append(int(process.name))
    return found


def read_log(tmp_path: Path) -> list[list[str]]:
    return [line.split() for line in (tmp_path / "where").read_text().splitlines()]


def wait_until_gone(runtime: Path) -> bool:
    end = time.monotonic() + 10
    while find_servers(runtime) and time.monotonic() < end:
        time.sleep(0.05)
    return not find_servers(runtime)


def test_the_next_command_is_served_by_the_same_process_in_its_own_environment(command, runtime, tmp_path):
    assert command(COMMUNIQUE_MARK="first").returncode == 0
    (resting,) = find_servers(runtime)
    assert command("--force", COMMUNIQUE_MARK="second").returncode == 0
    assert read_log(tmp_path) == [[str(resting), "first"], [str(resting), "second"]]
    assert not list(tmp_path.glob("reports/*/.*"))


def test_what_it_makes_is_what_a_fresh_one_makes(command, tmp_path):
    for out, seconds in (("one", "60"), ("two", "60"), ("three", "0")):
        assert command("--out", out, linger=seconds).returncode == 0
    one, two, three = (hash_tree(tmp_path / out) for out in ("one", "two", "three"))
    assert one == two == three


def test_it_goes_by_itself_and_leaves_no_pipe(command, runtime):
    assert command(linger="1").returncode == 0
    assert list(runtime.glob("*/*.lock"))  # it did lie down
    assert wait_until_gone(runtime)
    assert not list(runtime.glob("*/*.in")) + list(runtime.glob("*/*.out"))


def test_asked_not_to_linger_it_ends_with_the_command(command, runtime):
    assert command(linger="60").returncode == 0
    assert command("--force", linger="0").returncode == 0
    assert wait_until_gone(runtime)


def test_another_environment_of_the_library_has_another_server(command, runtime, tmp_path):
    for changed in ({}, {"PYTHONHASHSEED": "1"}, {"MPLCONFIGDIR": str(tmp_path)}):
        assert command("--force", **changed).returncode == 0
    assert len({server for server, _ in read_log(tmp_path)}) == 3


def test_one_that_was_killed_is_replaced(command, runtime, tmp_path):
    assert command().returncode == 0
    (first,) = find_servers(runtime)
    os.kill(first, 9)
    assert wait_until_gone(runtime)
    done = command("--force")
    assert done.returncode == 0, done.stderr
    assert read_log(tmp_path)[1][0] != str(first)


def test_two_commands_at_once_do_not_share_one(command, runtime, tmp_path):
    assert command().returncode == 0
    held = linger._try_lock(str(runtime / f"communique-{os.getuid()}"), next(runtime.glob("*/*.lock")).stem)
    assert held is not None
    done = command("--force")
    held.close()
    assert done.returncode == 0, done.stderr
    (one, _), (two, _) = read_log(tmp_path)
    assert one != two


def test_a_command_that_dies_leaves_it_clean_for_the_next(command, runtime, tmp_path, tiny):
    assert command().returncode == 0
    slow = 'case_dir: str = "tiny"\nimport os, time'
    write_notebook(tiny / "notebooks" / "one.ipynb", COVER, "time.sleep(60)", parameters=slow)
    running = subprocess.Popen(
        build_arguments(tiny), cwd=tmp_path, env=build_environment(tmp_path, runtime, linger="60")
    )
    while len(read_log(tmp_path)) < 2:
        time.sleep(0.05)
    running.kill()
    running.wait()
    write_notebook(tiny / "notebooks" / "one.ipynb", COVER, parameters='case_dir: str = "tiny"')
    done = command("--force")
    assert done.returncode == 0, done.stderr
    assert "[1/1] one" in done.stdout
    assert len({server for server, _ in read_log(tmp_path)}) == 1


def test_a_folder_open_to_others_is_not_used(command, runtime):
    place = runtime / f"communique-{os.getuid()}"
    place.mkdir(mode=0o755)
    place.chmod(0o755)
    assert command().returncode == 0
    assert not find_servers(runtime)


def test_a_kept_variable_belongs_to_its_server(command, runtime, tmp_path):
    """Its value is among what the server was started with, where every kernel can read it."""
    for value in ("one", "two"):
        assert command("--force", "--keep-env", "TOKEN", TOKEN=value).returncode == 0
    (one, _), (two, _) = read_log(tmp_path)
    assert one != two


def test_pipes_are_made_and_used_only_in_a_folder_of_ones_own(tmp_path, monkeypatch):
    place = tmp_path / "pipes"
    ends = linger.create_pipes(str(place), "key")
    assert ends is not None
    another = os.getuid() + 1
    with monkeypatch.context() as patched:
        patched.setattr(os, "getuid", lambda: another)
        assert linger.create_pipes(str(place), "other") is None
        assert linger.connect_idle_server(str(place), "key") is None
    assert not list(place.glob("other.*"))
    link = tmp_path / "link"
    link.symlink_to(place)
    assert linger.create_pipes(str(link), "other") is None
    for end in ends:
        os.close(end)


def test_no_lingering_but_on_a_terminal(command, runtime):
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from analysis.cli import main; main()",
            "render",
            "forces",
            "--case",
            str(TINY),
            "--help",
        ],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert "--linger" in done.stdout
    assert command(linger="").returncode == 0
    assert not find_servers(runtime)


def test_a_server_may_wait_only_where_there_are_pipes_of_one(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert not linger.has_servers()
    folder = tmp_path / f"communique-{os.getuid()}"
    folder.mkdir(mode=0o700)
    (folder / "key.lock").touch()
    assert not linger.has_servers()
    os.mkfifo(folder / "key.in")
    assert linger.has_servers()
