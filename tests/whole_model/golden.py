"""The golden run: the yearly figures of one run of the history, kept so that a change of results is seen.

A change of the model that is meant renews it: `make golden`, a new MODEL_VERSION, and the reason in CHANGELOG.md.
"""

import json
from pathlib import Path

import pandas as pd

import marketsim as ms
from tests.whole_model.running import scenario

FOLDER = Path(__file__).parent
YEARLY = FOLDER / "golden_yearly.csv"
VERSION = FOLDER / "golden_version.json"
WEIGHT = 50
SEED = 20_170_101


def yearly() -> pd.DataFrame:
    """Run the history at a fiftieth of its size and return the yearly measures as they are written."""
    return ms.run(scenario(weight=WEIGHT), seed=SEED).yearly


def renew() -> None:
    """Write the golden run anew."""
    yearly().to_csv(YEARLY, lineterminator="\n")
    VERSION.write_text(json.dumps({"model_version": ms.MODEL_VERSION, "seed": SEED, "weight": WEIGHT}) + "\n")
    print(f"Renewed {YEARLY.name} for model version {ms.MODEL_VERSION}.")


if __name__ == "__main__":
    renew()
