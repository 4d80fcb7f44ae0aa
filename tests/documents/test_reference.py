"""The reference results are of this model, small, whole, and what the documents say of them."""

import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchmarks.reference import blocking, calibration, readme
from benchmarks.reference.__main__ import KEPT, PARTS
from marketsim.cli.listing import parameters
from marketsim.core.parameters import Grade
from marketsim.experiments.calibration.learned import Learned
from marketsim.experiments.calibration.reading import load_calibration
from marketsim.experiments.saved_comparison import read_comparison
from marketsim.version import MODEL_VERSION

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "results").rglob("*.md"))]


def test_they_are_of_this_model_and_small():
    assert (KEPT / "history" / "model_version.txt").read_text() == f"{MODEL_VERSION}\n"
    made = read_comparison(KEPT / "blocking" / "ledger")
    assert made.description["model_version"] == MODEL_VERSION
    assert (made.base, *dict.fromkeys(made.effects["arm"])) == blocking.ARMS
    sizes = {file: file.stat().st_size for file in KEPT.rglob("*.*")}
    of_calibration = sum(size for file, size in sizes.items() if file.parent.name.startswith("calibration"))
    assert of_calibration < 8_000_000
    assert sum(sizes.values()) - of_calibration < 5_000_000
    assert set(PARTS) <= {path.name for path in KEPT.iterdir()}


def test_what_is_shipped_is_what_was_learned_by_this_model_and_validated():
    for name in calibration.SHIPS:
        assert (calibration.SHIPPED / name).read_bytes() == (calibration.KEPT / name).read_bytes()
    manifest = Learned(calibration.KEPT).manifest
    assert manifest["model_version"] == MODEL_VERSION
    assert manifest["finished"] or manifest["runs"] >= 1000
    page = (KEPT / "validation" / "validation.md").read_text("utf-8")
    assert ("Provisional" in page) == (not manifest["finished"])
    assert f"{manifest['runs']:,}, {manifest['failed']} failed" in page


def test_runs_under_way_are_of_the_calibration_that_is_asked_for():
    if not calibration.UNDERWAY.exists():
        pytest.skip("The calibration is finished.")
    assert not Learned(calibration.KEPT).manifest["finished"]
    wanted = load_calibration(calibration.FILE)
    held = json.loads((calibration.UNDERWAY / "made_with.json").read_text())
    assert held["design"] == json.loads(json.dumps(wanted.of_design()))
    made = pd.read_parquet(next(calibration.UNDERWAY.glob("generation-00.*")))
    assert made["number"].is_unique and made["number"].between(0, wanted.plan.design - 1).all()
    names = [f"truth:{target.id}" for target in wanted.targets]
    assert np.isfinite(made[names].to_numpy()).all()


def test_the_readme_counts_numbers_by_how_well_they_are_known():
    counted = Counter(row["grade"] for row in parameters() if row["grade"])
    grades = [counted[grade.value] for grade in (Grade.MEASURED, Grade.BORROWED, Grade.CALIBRATED, Grade.ASSUMED)]
    said = re.search(r"\*\*Assumptions\.\*\* Of ([^;]*);", (ROOT / "README.md").read_text("utf-8"))
    assert said is not None
    assert [int(number) for number in re.findall(r"\d+", said[1])] == [sum(grades), *grades]


def test_the_readme_s_table_is_the_results_own():
    assert readme.written("blocking") == readme.table(KEPT / "blocking" / "chain")


def test_what_the_readme_says_of_draws_is_so():
    samples = pd.read_csv(KEPT / "ranking" / "samples.csv").query("outcome == 'retail_g'")
    sold = samples.pivot_table(index="seed", columns="arm", values="value")
    text = (ROOT / "README.md").read_text("utf-8")
    pattern = r"Over (\d+)\s+draws of the calibration .*?lowers retail by\s(.*?)\. In kilograms"
    said = re.search(pattern, text, re.DOTALL)
    assert said is not None and int(said[1]) == len(sold)
    changes = [100.0 * (sold[arm] / sold["baseline"] - 1.0) for arm in ("site_blocking", "treatment_places")]
    found = [round(number, 1) for one in changes for number in (one.mean(), one.min(), one.max())]
    mean, least, most, other, low, high = (float(number) for number in re.findall(r"\d+\.\d", said[2]))
    assert found == [-mean, -least, most, -other, -low, -high]


def test_the_readme_names_what_is_set_by_hand_outside_its_posterior():
    rows = Learned(KEPT / "calibration").parameters.set_index("key")
    by_hand = pd.to_numeric(rows["base"], errors="coerce").where(~rows["factor"], 1.0)
    outside = (by_hand < rows["low"]) | (by_hand > rows["high"])
    # Shares recorded are set to 1 without a calibration, which is an end of their prior.
    (key,) = [name for name in rows.index[outside] if not name.startswith("reporting.")]
    assert key == "parameters.hospital_admission.admission"
    text = (ROOT / "README.md").read_text("utf-8")
    said = re.search(r"come to hospital \(([\d.]+) a\s+year; ([\d.]+) to ([\d.]+)\)", text)
    assert said is not None
    told = [by_hand[key], *(round(rows.loc[key, end], 2) for end in ("low", "high"))]
    assert [float(number) for number in said.groups()] == pytest.approx(told)


def test_what_the_readme_says_of_blocking_is_so():
    rows = read_comparison(KEPT / "blocking" / "chain").effects
    blocked = rows[rows["arm"] == "site_blocking"].set_index("consequence")
    places = rows[rows["arm"] == "treatment_places"].set_index("consequence")
    for name in ("telegram_shops_blocked", "shops_rebuilt", "searches"):
        assert blocked.loc[name, "verdict"] == "changes" and blocked.loc[name, "change"] > 0
    assert blocked.loc["telegram_shops_blocked", "change"] / blocked.loc["telegram_shops_blocked", "base"] > 0.4
    assert blocked.loc["orders", "verdict"] == "changes" and blocked.loc["orders", "high"] < 0
    for name, most in (("orders", 0.01), ("active_users", 0.001)):
        assert max(abs(blocked.loc[name, end] / blocked.loc[name, "base"]) for end in ("low", "high")) < most
    assert places.loc["dependent_users", "high"] < blocked.loc["dependent_users", "low"]


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_pictures_and_files_of_a_document_are_there(file: Path):
    for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", file.read_text("utf-8")):
        assert (file.parent / link).exists(), link
