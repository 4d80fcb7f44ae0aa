"""A design whose scenarios draw from a calibration: dimensions win, and a seed draws the same anywhere."""

from pathlib import Path

from marketsim.experiments.calibration.learned import Learned
from marketsim.experiments.calibration.posterior_runs import posterior_truths
from marketsim.experiments.design_reading import load_design
from marketsim.experiments.sweeping import sweep
from marketsim.results.running import run
from marketsim.scenario.loading import load_closely
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


def test_runs_of_a_posterior_tell_what_would_be_recorded(tmp_path: Path) -> None:
    tiny = tmp_path / "tiny.yaml"
    tiny.write_text(
        TINY.replace("2017-12-10", "2024-03-25").replace("2017-12-20", "2024-03-25").replace("2017-12-26", "2024-04-30")
    )
    folder = make_posterior(tmp_path / "learned", {HAZARD: KEYS[HAZARD]})
    (folder / "recorded.csv").write_text(
        "draw,reporting.telegram_channels_alive\n" + "".join(f"{i},0.5\n" for i in range(20))
    )
    scenario = load_closely(tiny, (), {"posterior": str(folder)}).scenario
    found = posterior_truths(scenario, Learned(folder), (1, 2), tmp_path / "results")
    last = run(scenario, 1).daily["telegram_channels_alive"]
    assert len(found) == 2
    month = last["2024-04-01":"2024-04-30"]  # type: ignore[misc]
    assert found["truth:channels-2024"][0] in {0.5 * value for value in (month.mean(), last.iloc[-1], month.iloc[0])}
    assert found["truth:det-cour-2023"].isna().all()
