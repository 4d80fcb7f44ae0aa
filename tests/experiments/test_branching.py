"""A run that goes on from an evening of another is the run itself, to the last byte."""

from datetime import date
from pathlib import Path

import pytest
from pandas.testing import assert_frame_equal

from marketsim.experiments import branching
from marketsim.experiments.branching import live
from marketsim.results.running import run
from marketsim.scenario.scenario import Scenario

UNTIL = date(2018, 1, 25)


@pytest.fixture
def base() -> Scenario:
    return Scenario(
        title="Base",
        scale=0.02,
        start="2017-12-10",
        end="2018-02-28",
        measures_from="2017-12-20",
        space={"city_side": 4, "regions": ["almaty_city", "astana"]},
    )


@pytest.fixture
def lived(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each run went on from an evening that was kept."""
    went_on = []
    real = branching._Past.latest

    def latest(past: branching._Past, last: date) -> object:
        found = real(past, last)
        went_on.append(found[1] is not None)
        return found

    monkeypatch.setattr(branching._Past, "latest", latest)
    return went_on


def policy(start: str, **more: object) -> dict[str, object]:
    return {"interventions": {"more": {"kind": "site_blocking", "start": start, "officers": 50.0} | more}}


def test_a_later_policy_shares_the_past_and_changes_no_byte(base: Scenario, lived: list[bool], tmp_path: Path):
    first = live(base, 1, tmp_path, base.end, keep=True)
    arm = base.with_(policy("2018-01-01"))
    branch = live(arm, 1, tmp_path, UNTIL, keep=False)
    own = run(arm.with_(end=UNTIL), 1)
    assert lived == [False, True]
    for name in ("daily", "yearly", "regions", "consequences", "mass"):
        assert_frame_equal(getattr(branch, name), getattr(own, name))
    assert all((branch.cells[name] == own.cells[name]).all() for name in own.cells)
    assert branch.manifest["scenario_digest"] == own.manifest["scenario_digest"]
    assert not first.daily.loc[: str(UNTIL)].equals(branch.daily)
    assert first.daily.loc[:"2017-12-31"].equals(branch.daily.loc[:"2017-12-31"])


@pytest.mark.parametrize(
    "change",
    [
        policy("2017-12-31"),
        {"parameters.buyer_order.elasticity": -0.6},
        {"scale": 0.04},
        {"end": "2018-02-27"},
        {"space": {"city_side": 5}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_moves_the_past_shares_none_of_it(
    base: Scenario, change: dict[str, object], lived: list[bool], tmp_path: Path
):
    (tmp_path / "evenings").mkdir()
    live(base, 1, tmp_path / "evenings", date(2018, 1, 1), keep=True)
    live(base.with_(change), 1, tmp_path / "evenings", date(2018, 1, 2), keep=False)
    live(base, 2, tmp_path / "evenings", date(2018, 1, 2), keep=False)
    assert lived == [False, False, False]
