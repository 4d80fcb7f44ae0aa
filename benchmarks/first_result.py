"""How long the explorer takes to tell what a changed policy does: scale 0.02, 8 pairs, one year, 2 processes.

python benchmarks/first_result.py [PROCESSES]
"""

import sys
import time
from datetime import date
from pathlib import Path

from marketsim.app.differences import effects, figures_of
from marketsim.app.pairs import Question, last_day, pairs
from marketsim.app.pool import Pool
from marketsim.scenario.loading import load
from marketsim.scenario.scenario import Scenario

SEEDS = tuple(range(1, 9))


def ask(pool: Pool, base: Scenario, start: date, delay: float) -> None:
    """Print the seconds until the first pair and until all."""
    policy = {"kind": "site_blocking", "start": start, "officers": 10.0, "delay": delay}
    arm = base.with_(interventions={"more_blocking": policy})
    began, figures, first = time.perf_counter(), [], 0.0
    question = Question(base, arm, SEEDS, start, last_day(base, start, 1))
    for pair in pairs(pool, question):
        figures.append(figures_of(pair, question.since, question.until))
        effects(figures, base.weight)
        first = first or time.perf_counter() - began
    print(f"from {start}, delay {delay:g}: first pair {first:.2f} s, 8 pairs {time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    base = load(Path(__file__).parents[1] / "scenarios" / "baseline.yaml").with_(scale=0.02)
    pool = Pool(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
    print("With nothing lived yet:")
    ask(pool, base, date(2021, 1, 1), 1.0)
    for run in [pool.run(base, seed, base.end, keep=True) for seed in SEEDS]:
        run.result()  # The page has them lived while its reader looks and thinks.
    print("Changed after that:")
    ask(pool, base, date(2021, 1, 1), 2.0)
    ask(pool, base, date(2022, 6, 15), 2.0)
    ask(pool, base, date(2019, 12, 1), 2.0)
    pool.close()
