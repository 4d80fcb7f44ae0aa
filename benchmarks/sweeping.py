"""What sweeps cost: two processes, the machinery, runs that take turns, reading of many runs, and what pairing saves.

`python benchmarks/sweeping.py --quick` takes some minutes and is for trying out. Each figure stands beside what is
asked of it. The machine must be quiet, and the kernels compiled before. Runs of the pairing are kept, so that it goes
on where it was stopped.
"""

import argparse
import contextlib
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd

import marketsim as ms
from marketsim.experiments.designs import Design
from marketsim.experiments.parts import WHOLE, part_bytes, part_table
from marketsim.experiments.simulating import simulate
from marketsim.experiments.store import Store
from marketsim.experiments.tasks import Arm, Outcome, tasks_of
from marketsim.measures.registry import all_measures
from marketsim.results.evidence import answered
from marketsim.scenario.difference import difference

SCENARIOS = Path(__file__).resolve().parents[1] / "scenarios"
PARTS = ("speed-up", "overhead", "turns", "reading", "pairing")
MAIN = ("orders", "retail_g", "deaths", "detained_couriers", "prison_days", "public_money_kzt")
"""Measures whose spread is shown."""
HALF = ("site_blocking", "weight_thresholds")
"""Policies whose pairing has to halve the spread in the first year."""
BASES = ("baseline", "run_on_2026")
"""What policies are compared with: the history, or for those that end as late, the history run on."""


def design(scenario: ms.Scenario, runs: int, name: str = "benchmark") -> Design:
    """Return a design of one point and so many seeds."""
    return Design(name, {"baseline": scenario}, (), [()], tuple(range(1, runs + 1)))


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """Yield a folder that is removed."""
    with tempfile.TemporaryDirectory() as path:
        yield Path(path)


def speed_up(runs: int, days: int) -> None:
    """Show how much faster the command is with two workers than with one, each from its start to its end."""
    end = ms.load(SCENARIOS / "baseline.yaml").start + timedelta(days=days - 1)
    seconds = {}
    for workers in (1, 2):
        with folder() as out:
            file = out / "speed.yaml"
            file.write_text(
                f"question: How fast?\nscenarios: [{SCENARIOS / 'baseline.yaml'}]\nreplicates: {runs}\n"
                f"changes: {{end: {end}, measures_from: {end.year}-01-01}}\nkind: grid\ndimensions: {{scale: [0.02]}}\n"
            )
            command = [sys.executable, "-m", "marketsim", "sweep", str(file), "--quiet"]
            began = time.perf_counter()
            subprocess.run(
                [*command, "--workers", str(workers), "--out", str(out)], check=True, stdout=subprocess.DEVNULL
            )
            seconds[workers] = time.perf_counter() - began
    print(f"{runs} runs of {days} days at scale 0.02: {seconds[1]:.1f} s on one process, {seconds[2]:.1f} s on two")
    print(f"Speed-up {seconds[1] / seconds[2]:.2f} (asked: 1.85)", flush=True)


def overhead(runs: int) -> None:
    """Show what the machinery adds to runs of half a second, by turns with the runs alone."""
    scenario = ms.load(SCENARIOS / "baseline.yaml").with_(scale=0.02)
    days = _days_of_half_a_second(scenario)
    short, shares = scenario.shortened(days), []
    for _ in range(3):
        began = time.process_time()
        for seed in range(1, runs + 1):
            ms.run(short, seed)
        alone = time.process_time() - began
        with folder() as out:
            began = time.process_time()
            ms.sweep(design(short, runs), out)
            shares.append((time.process_time() - began) / alone - 1.0)
    print(
        f"Runs of {alone / runs:.2f} s ({days} days): the machinery adds {statistics.median(shares):.1%} (asked: 5 %)"
    )


def _days_of_half_a_second(scenario: ms.Scenario) -> int:
    first = _timed(lambda: ms.run(scenario.shortened(30), 1))
    first = min(first, _timed(lambda: ms.run(scenario.shortened(30), 1)))
    second = _timed(lambda: ms.run(scenario.shortened(230), 1))
    return max(1, round(30 + (0.5 - first) / max(1e-9, second - first) * 200))


def turns(scale: float, days: int, many: int) -> None:
    """Show how much time runs need that take turns, beside what they need one after the other."""
    arm = Arm("baseline", 0, ms.load(SCENARIOS / "baseline.yaml").with_(scale=scale).shortened(days))
    tasks = tasks_of(arm, tuple(range(1, many + 1)))
    ratios = []
    for _ in range(3):
        alone = _timed(lambda: [simulate([task], daily=False) for task in tasks])
        ratios.append(_timed(lambda: simulate(tasks, daily=False)) / alone)
    share = statistics.median(ratios)
    print(f"{many} runs of {days} days at scale {scale:g} that take turns need {share:.0%} of the time", flush=True)


def _timed(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began


def reading(runs: int) -> None:
    """Show how long bands of one measure take, over so many stored runs."""
    years, width = range(2017, 2025), len(all_measures())
    found = design(ms.load(SCENARIOS / "baseline.yaml"), runs)
    with folder() as out:
        store = Store(out / "sweep-benchmark")
        random = np.random.default_rng(1)
        for task in found.tasks():
            rows = len(years) + 1
            columns: dict[str, object] = {"run": [task.run] * rows, "seconds": [0.5] * rows}
            columns |= {"daily_checksum": [-1] * rows, "year": [WHOLE, *years], "days": [365] * rows}
            figures = random.random((rows, width))
            part = part_table(columns | {"complete": [True] * rows}, figures, random.random(len(answered())))
            store.put(task, Outcome(task.run, 0.5, part_bytes(part)))
            store.merge()
        began = time.perf_counter()
        made = ms.sweep(found, out)
        collected = time.perf_counter() - began
        began = time.perf_counter()
        bands = made.bands("orders")
        seconds = time.perf_counter() - began
        assert len(bands) == len(years)
    print(f"{runs} stored runs are found and collected in {collected:.1f} s")
    print(f"Bands of one measure over them: {seconds:.2f} s (asked: 2)", flush=True)


def pairing(seeds: int, scale: float, files: Sequence[str], kept: Path) -> None:
    """Show the paired standard deviation in the first year of each policy, and its ratio to the unpaired one."""
    print(f"Paired sd in the first year, and its ratio to the unpaired one: {seeds} seeds, scale {scale:g}")
    print(f"{'':26}" + "".join(f"{name[:18]:>20}" for name in MAIN))
    bases = [ms.load(SCENARIOS / f"{name}.yaml").with_(scale=scale) for name in BASES]
    rows = []
    for file in files:
        policy = ms.load(SCENARIOS / f"{file}.yaml").with_(scale=scale)
        arms = next((found for base in bases if (found := _first_year(base, policy)) is not None), None)
        if arms is None:
            print(f"{file[-26:]:26}  a market of its own, or the base itself: no policy", flush=True)
            continue
        name = Path(file).name
        made = ms.compare({"base": arms[0], name: arms[1]}, range(1, seeds + 1), kept, workers=2)
        held = made.effects.set_index("consequence").loc[list(MAIN), ["paired_sd", "unpaired_sd", "sd_ratio"]]
        rows.append(held.assign(policy=name, model_version=ms.MODEL_VERSION).reset_index().set_index("policy"))
        cells = (f"{paired:.3g} ({ratio:.2f})" for paired, _, ratio in held.itertuples(index=False))
        print(f"{name[:26]:26}" + "".join(f"{cell:>20}" for cell in cells), flush=True)
    table = pd.concat(rows).reset_index()
    table.to_csv(kept / "pairing.csv", index=False, float_format="%.4g", lineterminator="\n")
    for name, ratios in table[table["policy"].isin(HALF)].groupby("policy")["sd_ratio"]:
        print(f"{name}: ratios up to {ratios.max():.2f} (asked: 0.5)")
    print(f"Table: {kept / 'pairing.csv'}")


def _first_year(base: ms.Scenario, policy: ms.Scenario) -> tuple[ms.Scenario, ms.Scenario] | None:
    """Return both, ended a year after the first day on which they differ and measured from it; none if they do not."""
    apart = difference(policy, base)
    if apart is None or any(getattr(policy, part) != getattr(base, part) for part in ("space", "start", "end")):
        return None
    since = max(apart.since, base.measures_from)
    days = {"measures_from": since, "end": min(base.end, since + timedelta(days=364))}
    return base.with_(days), policy.with_(days)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few runs of each")
    parser.add_argument("--only", choices=PARTS, action="append", help="this part only; may be repeated")
    parser.add_argument("--kept", type=Path, default=Path("results/benchmark"), help="folder of the pairing's runs")
    words = parser.parse_args()
    quick, parts = words.quick, words.only or PARTS
    ms.run(ms.load(SCENARIOS / "baseline.yaml").with_(scale=0.02).shortened(60))
    if "speed-up" in parts:
        speed_up(*((10, 90) if quick else (200, 365)))
    if "overhead" in parts:
        overhead(5 if quick else 40)
    if "turns" in parts:
        for scale in (0.02, 0.1):
            turns(scale, *((90, 4) if quick else (2_677, 8)))
    if "reading" in parts:
        reading(500 if quick else 10_000)
    if "pairing" in parts:
        shipped = [str(path.relative_to(SCENARIOS).with_suffix("")) for path in sorted(SCENARIOS.rglob("*.yaml"))]
        policies = [name for name in shipped if not name.startswith(("sweeps/", "calibrations/"))]
        pairing(*((3, 0.02, HALF) if quick else (10, 0.05, policies)), words.kept)


if __name__ == "__main__":
    main()
