"""A design whose scenarios draw from a calibration: dimensions win, and a seed draws the same anywhere."""

from pathlib import Path

import pytest

from marketsim.experiments.calibration.posterior_runs import posterior_truths
from marketsim.experiments.design_reading import load_design
from marketsim.experiments.predicting import predict
from marketsim.experiments.sweeping import sweep
from marketsim.results.running import run
from marketsim.scenario.faults import ScenarioError
from marketsim.scenario.loading import load_closely
from marketsim.scenario.scenario import Scenario
from tests.experiments.small import DESIGN, TINY, written
from tests.posteriors import KEYS, make_posterior

HAZARD, SHARE, *_ = KEYS


def test_a_sweep_draws_by_seed_but_for_its_dimensions(tmp_path: Path) -> None:
    make_posterior(tmp_path / "learned", {key: KEYS[key] for key in (HAZARD, SHARE)})
    text = DESIGN.replace("dimensions:\n", f"changes: {{posterior: learned}}\ndimensions:\n  {SHARE}: [0.25]\n")
    design = load_design(written(tmp_path, text))
    arm = next(arm for arm in design.arms() if arm.point)
    posterior = arm.scenario.posterior
    assert posterior is not None and posterior.keys == (HAZARD,)
    assert arm.scenario.drawn(1).resolved()["parameters"]["attribution"]["threshold_share"] == 0.25
    one, two = sweep(design, tmp_path / "one"), sweep(design, tmp_path / "two", workers=2)
    assert one.runs.drop(columns="seconds", errors="ignore").equals(two.runs.drop(columns="seconds", errors="ignore"))
    task = next(task for task in design.tasks() if task.arm.point)
    alone = run(task.arm.scenario, task.seed)
    row = one.runs[one.runs["run"] == task.run].iloc[0]
    counted = alone.daily[alone.daily.index >= "2017-12-20"]
    assert row["orders"] == counted["orders"].sum()


def half_recorded(folder: Path, first: str, last: str) -> Scenario:
    """Return a tiny scenario between two days that draws from a posterior in which half of all channels are seen."""
    tiny = folder / "tiny.yaml"
    tiny.write_text(TINY.replace("2017-12-10", first).replace("2017-12-20", first).replace("2017-12-26", last))
    learned = make_posterior(folder / "learned", {HAZARD: KEYS[HAZARD]})
    (learned / "recorded.csv").write_text(
        "draw,reporting.telegram_channels_alive\n" + "".join(f"{i},0.5\n" for i in range(1, 21))
    )
    return load_closely(tiny, (), {"posterior": str(learned)}).scenario


def test_runs_of_a_posterior_tell_what_would_be_recorded(tmp_path: Path) -> None:
    scenario = half_recorded(tmp_path, "2024-03-25", "2024-04-30")
    found = posterior_truths(scenario, (1, 2), tmp_path / "results")
    last = run(scenario, 1).daily["telegram_channels_alive"]
    assert len(found) == 2
    month = last["2024-04-01":"2024-04-30"]  # type: ignore[misc]
    assert found["truth:channels-2024"][0] in {0.5 * value for value in (month.mean(), last.iloc[-1], month.iloc[0])}
    assert found["truth:det-cour-2023"].isna().all()


@pytest.mark.parametrize("cut", ["draw,reporting.orders\n1,0.5\n", "draw,reporting.orders\n" + "1\n" * 20])
def test_shares_recorded_of_which_a_part_is_lost_are_refused(tmp_path: Path, cut: str) -> None:
    half_recorded(tmp_path, "2024-01-01", "2024-03-31")
    made_anew = make_posterior(tmp_path / "other", {HAZARD: KEYS[HAZARD]})
    (made_anew / "recorded.csv").write_text(cut)
    with pytest.raises(ScenarioError, match="holds no posterior that can be read"):
        load_closely(tmp_path / "tiny.yaml", (), {"posterior": str(made_anew)})


def test_a_prediction_reports_only_what_would_be_recorded(tmp_path: Path) -> None:
    scenario = half_recorded(tmp_path, "2024-01-01", "2024-03-31")
    made = predict({"tiny": scenario}, (1, 2), tmp_path / "results", ("telegram_channels_alive",))
    quarter = made.intervals[made.intervals["period"] == "2024Q1"].iloc[0]
    assert quarter["median"] > 5
    assert 0.4 < quarter["reported_median"] / quarter["median"] < 0.6
