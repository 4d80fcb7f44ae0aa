"""`marketsim sensitivity` as a person calls it."""

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.cli.conftest import Call, CallHere

DESIGN = """\
question: Does the wish to buy follow the price, or what is lost?
scenarios: [tiny.yaml]
replicates: 2
kind: latin_hypercube
count: 12
dimensions:
  parameters.buyer_order.regular_orders: {low: 1, high: 30}
  parameters.people.online: {low: 0.1, high: 1}
"""
WORDS = ("sensitivity", "mine.yaml", "--measures", "orders,detained_couriers")


@pytest.fixture
def here(call_here: CallHere, tmp_path: Path) -> Path:
    """A folder with a design of two dimensions."""
    (tmp_path / "mine.yaml").write_text(DESIGN)
    return tmp_path


def test_a_real_analysis_is_ranked_saved_and_goes_on_where_it_stopped(call: Call, here: Path):
    done = call(*WORDS, "--method", "tornado")
    assert done.returncode == 0, done.stderr
    for word in ("mine-tornado: 5 points, 2 seeds each", "orders", "detained_couriers", "swing", "regular_orders"):
        assert word in done.stdout
    assert "10 of 10 runs" in done.stderr
    (folder,) = (here / "results").glob("sensitivity-mine-tornado-*")
    ranking = pd.read_csv(folder / "ranking.csv")
    orders = ranking[ranking["measure"] == "orders"]
    assert orders["dimension"].iloc[0] == "parameters.buyer_order.regular_orders"
    assert orders["swing"].iloc[0] > 0
    again = call(*WORDS, "--method", "tornado", "--format", "json")
    assert "10 runs: 0 new, 10 done already" in again.stderr
    assert json.loads(again.stdout)["ranking"][0]["measure"] == "orders"
    assert len(list((here / "results").glob("sensitivity-*"))) == 1


def test_a_dry_run_tells_how_many_runs_and_makes_none(call_here: CallHere, here: Path):
    for method, said in (("prcc", "24 runs: 24 new"), ("morris", "120 runs: 32 new")):
        done = call_here(*WORDS, "--method", method, "--dry-run")
        assert done.returncode == 0, done.stderr
        assert said in done.stdout
    assert not (here / "results").exists()


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("--method", "morriss"), "There is no method 'morriss'. Did you mean 'morris'?", 2),
        (("--method", "sobol", "--count", "100"), "power of 2", 2),
        (("--years", "2023"), "does not hold all of 2023-2023", 2),
        (("--years", "soon"), "'soon' is no year", 2),
        (("--measures", "order"), "There is no measure 'order'. Did you mean 'orders'?", 2),
        (("--scheduler", "tcp://127.0.0.1:1"), "does not answer", 1),
    ],
)
def test_a_wrong_call_is_told(call_here: CallHere, here: Path, words: tuple[str, ...], said: str, code: int):
    done = call_here("sensitivity", "mine.yaml", *words)
    assert done.returncode == code
    assert said in done.stderr
    assert not list(here.glob("results/sensitivity-*"))


def test_a_faulty_design_is_told_with_its_place(call_here: CallHere, here: Path):
    (here / "bad.yaml").write_text(DESIGN.replace("high: 30", "high: 3000"))
    done = call_here("sensitivity", "bad.yaml")
    assert done.returncode == 3
    assert done.stderr.startswith("bad.yaml:7:")
