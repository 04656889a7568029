"""Our indices are those of SALib and our points those of SciPy; SALib's own way gives the same shares."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from analysis.errors import UsageError
from analysis.estimates import sobol_indices
from analysis.estimates.salib_indices import compute_indices_by_salib
from analysis.estimates.sobol_indices import NoVariance, compute_indices
from analysis.estimates.sobol_sequence import BITS, MAX_DIMENSIONS, compute_sequence, draw_points
from tests.estimates.test_sobol_indices import even, ishigami

INPUTS = [even(-np.pi, np.pi)] * 3


def test_our_points_are_those_of_scipy():
    from scipy.stats import qmc

    places = np.arange(512)
    ours = compute_sequence(MAX_DIMENSIONS, 512)[:, places ^ (places >> 1)]  # SciPy's order is that of the Gray code
    assert (ours / 2**BITS == qmc.Sobol(MAX_DIMENSIONS, scramble=False, bits=BITS).random(512).T).all()


def test_our_indices_and_margins_are_those_of_salib_on_the_same_runs():
    from SALib.analyze import sobol

    n, seed = 256, 3
    one, other = np.split(draw_points(6, n, seed), 2)
    rows = []  # a point of the one sample, it with each coordinate of the other, the point of the other
    for a, b in zip(one.T, other.T, strict=True):
        rows += [a, *(np.where(np.arange(3) == at, b, a) for at in range(3)), b]
    results = ishigami(np.stack([quantile(row) for quantile, row in zip(INPUTS, np.array(rows).T, strict=True)]))
    problem = {"num_vars": 3, "names": list("abc"), "bounds": [[0, 1]] * 3}
    theirs = sobol.analyze(problem, results, calc_second_order=False, seed=seed)
    ours = compute_indices(ishigami, INPUTS, n=n, seed=seed)
    assert ours.first.share == pytest.approx(theirs["S1"], rel=1e-10, abs=1e-12)
    assert ours.total.share == pytest.approx(theirs["ST"], rel=1e-10)
    assert ours.first.margin == pytest.approx(theirs["S1_conf"], rel=1e-9)
    assert ours.total.margin == pytest.approx(theirs["ST_conf"], rel=1e-9)


def test_salibs_own_way_gives_the_same_shares():
    ours, theirs = (
        compute(ishigami, INPUTS, n=2048, seed=0) for compute in (compute_indices, compute_indices_by_salib)
    )
    assert theirs.first.share == pytest.approx(ours.first.share, abs=0.02)
    assert theirs.total.share == pytest.approx(ours.total.share, abs=0.02)
    assert theirs.runs == ours.runs
    again = compute_indices_by_salib(ishigami, INPUTS, n=2048, seed=0)
    assert again.first.margin.tolist() == theirs.first.margin.tolist()  # also with the seed 0


def test_a_result_without_variance():
    with pytest.raises(NoVariance):
        compute_indices_by_salib(lambda x: 0 * x[0], INPUTS, n=64, seed=0)


def test_correlated_inputs_are_refused():
    with pytest.raises(UsageError, match="SALib computes indices of independent inputs only"):
        compute_indices_by_salib(ishigami, INPUTS, n=64, seed=0, is_correlated=True)


def test_a_sample_that_is_no_power_of_2():
    with pytest.raises(UsageError, match="such as 64 or 128"):
        compute_indices_by_salib(ishigami, INPUTS, n=100, seed=0)


def test_without_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "SALib", None)
    with pytest.raises(UsageError) as error:
        compute_indices_by_salib(ishigami, INPUTS, n=64, seed=0)
    assert str(error.value) == (
        'sensitivity with by="salib" needs the package SALib, which is not installed; '
        'run: pip install "communique[sensitivity]"'
    )


def test_ours_need_no_extra():
    assert not {"SALib", "scipy"} & {name.partition(".")[0] for name in vars(sobol_indices)}
