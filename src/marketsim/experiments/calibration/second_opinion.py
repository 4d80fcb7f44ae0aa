"""Where the posterior of a calibration is highest, by other means than those by which it was learned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from marketsim.experiments.calibration.mode import mode
from marketsim.experiments.calibration.observation import Target
from marketsim.experiments.calibration.prior import at
from marketsim.experiments.calibration.reference_runs import keys_of, prior_of

END = 0.001
"""Share of a prior beyond what is told of either of its ends."""


def second_opinion(manifest: Mapping[str, Any], targets: Sequence[Target], reference: pd.DataFrame) -> dict[str, float]:
    """Return the likeliest value of each number, or factor, by key: `mode` of the runs over the prior.

    Args:
        manifest: What the calibration says of itself.
        targets: The figures that it learned from.
        reference: Its runs over the prior.
    """
    keys = keys_of(manifest)
    shares = reference[[f"share:{key}" for key in keys]].to_numpy(np.float64)
    truths = reference[[f"truth:{target.id}" for target in targets]].to_numpy(np.float64)
    priors = [prior_of(one) for one in manifest["priors"]]
    # A normal prior has no value at the very ends of the cube.
    likeliest = np.clip(mode(targets, shares, truths, manifest["scale"]), END, 1.0 - END)
    return dict(zip(keys, at(priors, likeliest[None, :])[0].tolist(), strict=True))
