"""The same indices by SALib (Herman and Usher 2017), with its own sample and its own estimators: the extra sensitivity.

What another library finds is a check of `analysis.estimates.sobol_indices`. It takes about a hundred times as long.

Herman, J. and Usher, W. 2017: SALib: An open-source Python library for sensitivity analysis, Journal of Open Source
Software 2.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.errors import UsageError
from analysis.estimates.sobol_indices import (
    CONFIDENCE,
    RESAMPLES,
    Index,
    Indices,
    Model,
    Quantile,
    check_results,
    check_sample,
)
from analysis.extras import require_extra

EXTRA = "sensitivity"


def compute_indices_by_salib(
    model: Model, quantiles: Sequence[Quantile], *, n: int, seed: int, is_correlated: bool = False
) -> Indices:
    """Computes the Sobol indices of a model with independent inputs by SALib.

    model, quantiles, n, seed: as for `analysis.estimates.sobol_indices.compute_indices`.
    Raises: as it does; UsageError too for inputs that are correlated, of which SALib knows nothing, and where it is not
    installed.
    """
    if is_correlated:
        raise UsageError(
            'SALib computes indices of independent inputs only; leave out by="salib", or set correlation=0'
        )
    check_sample(n, seed)
    require_extra("SALib", EXTRA, 'sensitivity with by="salib"')
    from SALib.analyze import sobol as analyse
    from SALib.sample import sobol as sample

    size = len(quantiles)
    problem = {"num_vars": size, "names": [f"x{at}" for at in range(size)], "bounds": [[0, 1]] * size}
    chances = sample.sample(problem, n, calc_second_order=False, seed=seed)
    results = model(np.stack([quantile(row) for quantile, row in zip(quantiles, chances.T, strict=True)]))
    check_results(results)
    found = analyse.analyze(
        problem,
        results,
        calc_second_order=False,
        num_resamples=RESAMPLES,
        conf_level=CONFIDENCE,
        seed=seed + 1,  # it takes 0 for none, and the margins would be others each time
    )
    first, total = (Index(np.asarray(found[key]), np.asarray(found[f"{key}_conf"])) for key in ("S1", "ST"))
    return Indices(first, total, first, total, len(results))
