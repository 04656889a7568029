"""An earlier build, installed beside this one, so that both are measured in one run on one machine."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from tests.benchmarks.measure import COMMUNIQUE, ROOT, Failed, Run, run

COMMIT = "a982033"  # the build before pages put anything off


def render_reports(build: Build, case: Path, *arguments: str, place: Path) -> Run:
    """Returns what its `render` of a copy of its case takes, with its own folders in a place, and no process left."""
    runtime = place / "run"
    runtime.mkdir(parents=True, exist_ok=True)
    options = ("--case", str(case), "--out", str(place / "out"), "--linger", "0")
    return build.communique("render", *arguments, *options, runtime=runtime)


@dataclass(frozen=True)
class Build:
    """A build of an earlier commit. packages: the folder that it is installed in; data: of its cases."""

    packages: Path
    data: Path

    def communique(self, *arguments: str, runtime: Path, watched: bool = False) -> Run:
        """Runs its command, in a place of its own. runtime: for the files of its processes. watched: as of `run`."""
        env = {"PYTHONPATH": str(self.packages), "XDG_RUNTIME_DIR": str(runtime), "XDG_CACHE_HOME": str(runtime)}
        return run(*COMMUNIQUE, *arguments, cwd=self.packages, env=env, watched=watched)


def install(into: Path, commit: str = COMMIT) -> Build:
    """Installs the package as of a commit in a folder, without its dependencies: it uses those of this build.

    Raises Failed where the checkout does not have the commit, as one that was cloned without its history.
    """
    packed = subprocess.run(["git", "archive", commit], cwd=ROOT, capture_output=True, check=False)
    if packed.returncode:
        raise Failed(
            f"the checkout has no commit {commit} to compare with; fetch its history: {packed.stderr.decode()}"
        )
    tree, packages = into / "tree", into / "packages"
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
        archive.extractall(tree, filter="data")
    run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(packages), str(tree))
    return Build(packages, Path(shutil.copytree(tree / "data", into / "data")))
