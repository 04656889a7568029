"""A built wheel, installed with no checkout near, renders the shipped case."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, read_json


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, as pip builds it from the checkout."""
    place = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(place), str(ROOT)], check=True)
    return next(place.glob("communique-*.whl"))


def test_the_wheel_carries_case_notebooks_and_theme(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "data/mar-a-lago-2025-12-28/claims.csv",
        "data/mar-a-lago-2025-12-28/datapackage.json",
        "notebooks/brief.ipynb",
    ):
        assert f"analysis/shipped/{name}" in names
    assert {"analysis/style/theme/house.toml", "analysis/wording/units.txt", "analysis/py.typed"} <= names
    assert {name for name in names if name.endswith(".woff2")}
    assert not [name for name in names if name.startswith(("tests/", "reports/"))]


def test_the_wheel_renders_with_no_checkout_near(wheel, tmp_path):
    site = tmp_path / "site"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(site), str(wheel)], check=True
    )
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    script = "import analysis, sys; from analysis.cli import main; print(analysis.__file__); main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "render", "reconstruction"],
        cwd=elsewhere,
        text=True,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(site)},
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].startswith(str(site))
    folder = elsewhere / "reports/mar-a-lago-2025-12-28/reconstruction"
    assert read_json(folder / "results.json")["results"]["reconstruction.gap"]["value"] == 700
    assert (folder / "reconstruction.html").stat().st_size > 50_000
    assert (folder / "reconstruction.pdf").read_bytes().startswith(b"%PDF")
