"""Fast blocking, and treatment beside it: do buyers stop, or do they move to another shop?

Twenty pairs at a tenth of the market, from 2021 to the end of 2022. The first comparison is the whole ledger; the
second one, of the same runs, is what tells moving from stopping: blocks, channels opened again, searches, orders.
"""

from pathlib import Path

import marketsim as ms
from benchmarks.reference import readme
from benchmarks.reference.pictures import keep
from marketsim.experiments.made_with import FILE as MADE_WITH
from marketsim.experiments.made_with import MadeWith, read_made_with
from marketsim.experiments.saving import json_bytes

ROOT = Path(__file__).parents[2]
SCALE, SEEDS, END = 0.1, range(1, 21), "2022-12-31"
ARMS = ("baseline", "site_blocking", "treatment_places")
CALL = ("make", "reference", "PARTS=blocking")
CHAIN = (
    "resources_blocked", "telegram_shops_blocked", "resources_opened", "shops_rebuilt", "telegram_channels_alive",
    "searches", "orders_unserved", "orders", "retail_g", "active_users", "dependent_users", "treatment_entries",
)  # fmt: skip
"""From what the police do to what buyers do."""


def fill(folder: Path, workers: int) -> None:
    """Fill a folder with both comparisons, and tell the README what came out."""
    scenarios = {}
    for name in ARMS:
        scenarios[name] = ms.load(ROOT / "scenarios" / f"{name}.yaml").with_(scale=SCALE, end=END)
    for name, metrics in {"ledger": (), "chain": CHAIN}.items():
        made = ms.compare(scenarios, SEEDS, ROOT / "results", workers, metrics=metrics)
        made.save(folder).rename(folder / name)
        _forget_the_day(folder / name)
        keep(ms.figures.policy_differences(made), folder / name / "policy_differences.png")
    readme.write("blocking", readme.table(folder / "chain"))


def _forget_the_day(folder: Path) -> None:
    """Leave of how a comparison was made what is the same on every day and machine: these files are kept."""
    held = read_made_with(folder)
    assert held is not None
    lasting = MadeWith(call=CALL, arms=held.arms)
    (folder / MADE_WITH).write_bytes(json_bytes(lasting.model_dump(mode="json")))
