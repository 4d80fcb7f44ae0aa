"""Tables of calibrations, validations and predictions made by hand."""

import numpy as np
import pandas as pd


def parameters(count: int = 6, key: str = "parameters.rule.setting") -> pd.DataFrame:
    """Return what is known of some numbers, the first of them best."""
    place = np.arange(count)
    width = (place + 1.0) / (count + 1.0)
    return pd.DataFrame(
        {
            "key": [f"{key}_{i}" for i in place],
            "shape": np.where(place % 2, "log_uniform", "uniform"),
            "prior_low": 1.0, "prior_median": 5.0, "prior_high": 9.0,
            "low": 5.0 - 4.0 * width, "median": 5.0, "high": 5.0 + 4.0 * width,
            "contraction": 1.0 - width**2, "recovered": 0.9 - width**2,
            "said": np.where(width < 0.7, "identified", "not"),
        }
    )  # fmt: skip


def figures() -> pd.DataFrame:
    """Return reported figures of every use, the second of which is missed."""
    rows = [("fit", "about"), ("fit", "about"), ("check", "at least"), ("bound", "at most")]
    return pd.DataFrame(
        [
            {
                "id": f"f{i}", "metric": "detained_couriers", "start": "2023-01-01", "end": "2023-12-31", "use": use,
                "side": side, "reported": 100.0, "median": 100.0 if i != 1 else 300.0,
                "low50": 90.0 if i != 1 else 250.0, "high50": 110.0 if i != 1 else 350.0,
                "low90": 80.0 if i != 1 else 200.0, "high90": 5_000.0 if i != 1 else 400.0, "inside": i != 1,
            }
            for i, (use, side) in enumerate(rows)
        ]
    )  # fmt: skip


def ranks(truths: int = 50) -> pd.DataFrame:
    """Return even ranks of two parameters."""
    rank = (np.arange(truths) + 0.5) / truths
    one = pd.DataFrame({"truth": np.arange(truths), "rank": rank, "covered": (rank > 0.05) & (rank < 0.95)})
    return pd.concat([one.assign(parameter=name) for name in ("a", "b")], ignore_index=True)


def predictions(
    arms: tuple[str, ...] = ("held", "trend"), metrics: tuple[str, ...] = ("orders", "deaths")
) -> pd.DataFrame:
    """Return a fan that widens from year to year."""
    return pd.DataFrame(
        [
            {
                "arm": arm, "metric": metric, "kind": kind, "period": f"{year}{end}", "runs": 40, "median": 100.0 + i,
                "low_50": 99.0 - year + 2018, "high_50": 105.0 + year - 2018, "low_90": 85.0, "high_90": 130.0,
            }
            for i, arm in enumerate(arms)
            for metric in metrics
            for kind, end in (("year", ""), ("quarter", "Q1"))
            for year in range(2018, 2027)
        ]
    )  # fmt: skip
