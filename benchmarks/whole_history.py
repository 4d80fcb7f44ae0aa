"""What a run costs: processor time per buyer-day, memory, and the way both grow with the number of buyers.

Every measurement is a process of its own; scales alternate, so that a busy machine disturbs all of them alike, and
medians are shown. `python benchmarks/whole_history.py --quick` takes a minute and is for trying out.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SCENARIO = Path(__file__).resolve().parents[1] / "scenarios" / "baseline.yaml"


def measure(weight: int, days: int | None) -> dict[str, float]:
    """Run the history in this process and return what it cost."""
    began = time.perf_counter()
    import marketsim as ms
    from marketsim.world.counts import Count
    from marketsim.world.states import BuyerState

    scenario = ms.load(SCENARIO).with_(scale=1 / weight)
    if days:
        scenario = scenario.shortened(days)
    length = (scenario.end - scenario.start).days + 1
    simulation = scenario.simulation(seed=1)
    simulation.step()
    first_step = time.perf_counter() - began
    processor, wall, buyer_days = time.process_time(), time.perf_counter(), 0
    for _ in range(length - 1):
        simulation.step()
        buyer_days += simulation.world.buyers.size
    processor, wall = time.process_time() - processor, time.perf_counter() - wall
    record = simulation.record
    users = record.buyers[:, [BuyerState.OCCASIONAL, BuyerState.REGULAR, BuyerState.DEPENDENT]]
    return {
        "first_step": first_step,
        "processor": processor,
        "wall": wall,
        "buyer_days": buyer_days,
        "active_days": float(users.sum()) / weight,
        "orders": float(record.counts[:, Count.ORDERS].sum()) / weight,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def in_a_process(weight: int, days: int | None, cache: str | None = None) -> dict[str, float]:
    """Measure in a new process, with the user's compiled kernels or those in the folder `cache`."""
    command = [sys.executable, __file__, "--measure", str(weight), "--days", str(days or 0)]
    environment = os.environ | ({"MARKETSIM_CACHE": cache} if cache else {})
    output = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    return json.loads(output)


def exponent(runs: dict[int, list[dict[str, float]]]) -> float:
    """Return the slope of log processor time on log buyer-days, by least squares over the medians."""
    import numpy as np

    size = [statistics.median(r["buyer_days"] for r in found) for found in runs.values()]
    time_ = [statistics.median(r["processor"] for r in found) for found in runs.values()]
    return float(np.polyfit(np.log(size), np.log(time_), 1)[0])


def show(runs: dict[int, list[dict[str, float]]]) -> None:
    """Print one line a scale, medians over repetitions."""
    head = ("scale", "processor s", "wall s", "ns/buyer-day", "ns/active day", "ns/order", "peak MB")
    print("".join(f"{word:>15}" for word in head))
    for weight, found in runs.items():
        middle = {key: statistics.median(r[key] for r in found) for key in found[0]}
        nano = [1e9 * middle["processor"] / middle[k] for k in ("buyer_days", "active_days", "orders")]
        row = (1 / weight, middle["processor"], middle["wall"], *nano, middle["memory"] / 1e6)
        print("".join(f"{number:15.2f}" for number in row))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--days", type=int, default=0, help="days of the history to run (0: all)")
    parser.add_argument("--repeat", type=int, default=3, help="repetitions of each scale")
    parser.add_argument("--quick", action="store_true", help="one repetition of a short history")
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure, options.days)))
        return
    days, repeat, weights = options.days, options.repeat, (10, 5, 2, 1)
    if options.quick:
        days, repeat, weights = 400, 1, (10, 5)
    with tempfile.TemporaryDirectory() as folder:
        cold = in_a_process(50, 3, cache=folder)["first_step"]
        print(f"First step with nothing compiled: {cold:.1f} s", flush=True)
        warm = statistics.median(in_a_process(50, 3, cache=folder)["first_step"] for _ in range(5))
        print(f"First step with compiled kernels: {warm:.2f} s (median of 5)", flush=True)
    in_a_process(50, None)
    runs: dict[int, list[dict[str, float]]] = {weight: [] for weight in weights}
    for _ in range(repeat):
        for weight in weights:
            runs[weight].append(in_a_process(weight, days))
    show(runs)
    print(f"Time grows with the number of buyers to the power {exponent(runs):.2f}.")


if __name__ == "__main__":
    main()
