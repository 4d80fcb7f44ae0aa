"""A comparison reads back as it was saved."""

import json
from pathlib import Path

import pandas as pd
import pytest

from marketsim.experiments.comparing import compare
from marketsim.experiments.saved_comparison import DESCRIPTION, FILES, is_comparison, read_comparison
from marketsim.results.errors import ResultError
from marketsim.scenario.scenario import Scenario
from tests.experiments.made import ECONOMICS

SHORT = Scenario.model_validate(
    {
        "start": "2018-01-01", "end": "2018-01-20", "measures_from": "2018-01-01", "scale": 0.02,
        "space": {"city_side": 4, "regions": ["astana"]}, "economics": ECONOMICS | {"horizon": "2018-01-20"},
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    arms = {"base": SHORT, "other": SHORT.with_(title="The same under another name")}
    return compare(arms, (1, 2)).save(tmp_path_factory.mktemp("results"))


def test_tables_and_facts_come_back(folder: Path):
    made = compare({"base": SHORT, "other": SHORT}, (1, 2))
    back = read_comparison(folder)
    assert (back.base, back.seeds, back.since, back.until) == (made.base, made.seeds, made.since, made.until)
    for name in ("effects", "ratios", "pairs"):
        pd.testing.assert_frame_equal(getattr(back, name), getattr(made, name), check_dtype=False)
    pd.testing.assert_frame_equal(back.discounted, made.discounted)
    assert back.described()["scale"] == 0.02
    assert back.titles == {"base": SHORT.title, "other": "The same under another name"}
    assert is_comparison(folder)


def test_an_arm_of_any_name_can_be_saved(tmp_path: Path):
    folder = compare({"base": SHORT, "../a/b <c>": SHORT}, (1, 2)).save(tmp_path)
    assert folder.parent == tmp_path
    assert read_comparison(folder).base == "base"


def test_a_folder_of_old_has_no_discounted_differences(folder: Path, tmp_path: Path):
    for file in folder.iterdir():
        if file.name != "discounted.csv":
            (tmp_path / file.name).write_bytes(file.read_bytes())
    with pytest.raises(ResultError, match=r"is damaged: .*discounted\.csv"):
        read_comparison(tmp_path)
    facts = json.loads((tmp_path / DESCRIPTION).read_text())
    (tmp_path / DESCRIPTION).write_text(json.dumps({key: facts[key] for key in facts if key != FILES}))
    assert read_comparison(tmp_path).discounted.empty


def test_how_it_was_made_is_kept_and_makes_no_other_result(tmp_path: Path):
    arms = {"base": SHORT, "other": SHORT.with_({"parameters.buyer_order.elasticity": -0.61}, title="Dearer")}
    made = compare(arms, (1,))
    call = ["marketsim", "compare", "a.yaml", "b c.yaml", "--set", "end=2018-01-20", "--set", "scale=0.02"]
    folder = made.save(tmp_path, call)
    held = read_comparison(folder).made_with
    assert held is not None and list(held.call) == call
    assert held.arms["base"].changes == () and held.arms["other"].title == "Dearer"
    (change,) = held.arms["other"].changes
    assert change.name == "parameters.buyer_order" and change.setting.startswith("elasticity: -0.61 instead of -")
    assert folder.name.endswith(made.digest()) and "made_with" not in made.described()
    assert made.save(tmp_path) == folder  # another call of the same
    (folder / "made_with.json").unlink()
    assert read_comparison(folder).made_with is None  # a folder of old, which the next save fills
    assert made.save(tmp_path, call) == folder and (folder / "made_with.json").exists()
    (folder / "made_with.json").write_text("[]")
    assert read_comparison(folder).made_with is None
    assert {path.name for path in tmp_path.iterdir()} == {folder.name}


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"base": 3}'])
def test_a_damaged_folder_is_told(content: str, folder: Path, tmp_path: Path):
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "comparison.json").write_text(content)
    with pytest.raises(ResultError, match="is damaged"):
        read_comparison(tmp_path)


@pytest.mark.parametrize("name", ["effects", "ratios", "pairs", "discounted", "dominance"])
def test_a_table_of_which_a_part_is_lost_is_told(name: str, folder: Path, tmp_path: Path):
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    table = tmp_path / f"{name}.csv"
    lines = table.read_text().splitlines(keepends=True)
    table.write_text("".join(lines[: len(lines) // 2]))
    with pytest.raises(ResultError, match=f"{name}.csv was changed since it was written, or a part of it is lost"):
        read_comparison(tmp_path)


def test_a_folder_of_something_else_and_of_another_version_are_told(folder: Path, tmp_path: Path):
    with pytest.raises(ResultError, match="holds no comparison"):
        read_comparison(tmp_path)
    for file in folder.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    facts = json.loads((folder / "comparison.json").read_text())
    (tmp_path / "comparison.json").write_text(json.dumps(facts | {"model_version": "0-old"}))
    with pytest.warns(UserWarning, match="made by version 0-old"):
        read_comparison(tmp_path)
