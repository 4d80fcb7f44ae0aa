"""The page in each language, with hostile names and with bad results, as Streamlit's own tester sees it."""

import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from marketsim.app import shell
from marketsim.app.catalogue import LANGUAGES, NOTHING, Words
from marketsim.app.differences import KEYS
from marketsim.experiments.comparing import compare
from marketsim.experiments.designs import Design
from marketsim.experiments.sweeping import sweep
from marketsim.results.running import run
from marketsim.scenario.loading import load
from marketsim.scenario.scenario import Scenario


def page(results: str, scenarios: str) -> None:
    from pathlib import Path

    from marketsim.app.shell import show

    show(Path(results), Path(scenarios), 1)


@pytest.fixture
def opened(scenarios: Path, tmp_path: Path, pool, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page, whose runs are made here and now."""
    monkeypatch.setattr(shell, "_pool", lambda workers: pool)
    return AppTest.from_function(page, args=(str(tmp_path / "results"), str(scenarios)), default_timeout=120)


def said(tester: AppTest) -> str:
    kinds = ("markdown", "caption", "warning", "error", "info", "success", "title", "subheader")
    return "\n".join(element.value for kind in kinds for element in getattr(tester, kind))


def test_a_policy_is_switched_off_run_and_told(opened: AppTest):
    opened.run()
    assert not opened.exception
    (key,) = [toggle.key for toggle in opened.toggle if toggle.key.endswith("patrols-on")]
    opened.toggle(key=key).set_value(False)
    opened.number_input(key="pairs").set_value(2)
    opened.button(key="run").click().run()
    assert not opened.exception
    numbers = {metric.label.partition(",")[0]: metric.value for metric in opened.metric}  # the unit follows
    assert len(numbers) == 6
    assert numbers["Couriers detained"] != "no change"
    result = opened.session_state["result"]
    assert list(result.question.arm.policies) == ["early"]
    assert len(result.done) == 2
    opened.toggle(key=key).set_value(True).run()
    assert "Nothing is changed yet" in said(opened)
    assert "The screen has changed since this result" in said(opened)


def test_a_policy_for_regions_that_the_scenario_lacks_is_told(opened: AppTest, scenarios: Path):
    text = "space: {city_side: 4}\nscale: 0.02\ninterventions:\n"
    text += "  - {name: far, kind: harm_reduction, start: 2018-01-01, outreach: 0.5, regions: [shymkent]}\n"
    (scenarios / "far.yaml").write_text(text, "utf-8")
    opened.run()
    (add,) = [choice for choice in opened.multiselect if choice.key.startswith("add-")]
    add.set_value(["far"]).run()
    assert not opened.exception
    assert "These settings do not go together" in said(opened) and "shymkent" in said(opened)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_a_language_and_names_a_bad_file(language: str, opened: AppTest):
    opened.run()
    opened.selectbox(key="language").set_value(language).run()
    assert not opened.exception
    words = Words(language)
    assert opened.button(key="run").label == words("run.start")
    assert words("run.same") in said(opened)
    assert r"bad\.yaml" in said(opened)


def test_hostile_names_are_text(opened: AppTest):
    opened.run()
    opened.selectbox(key="scenario").set_value("hostile.yaml").run()
    assert not opened.exception
    told = said(opened)
    assert r"\<img src\=http" + NOTHING + r"\:\/\/example\.org\/y\.png" in told
    assert "](http" not in told
    assert "<img" not in told.replace(r"\<img", "")


def test_stored_runs_are_shown_and_bad_ones_named(opened: AppTest, tiny: Scenario, scenarios: Path, tmp_path: Path):
    results = tmp_path / "results"
    run(load(scenarios / "hostile.yaml"), 1).save(results, "tiny")
    other = run(tiny, 2).save(results, "older")
    manifest = json.loads((other / "manifest.json").read_bytes())
    (other / "manifest.json").write_text(json.dumps(manifest | {"model_version": "0.0 <b>"}))
    (results / "bro<b>ken").mkdir()
    opened.run()
    opened.radio(key="section").set_value("stored").run()
    assert not opened.exception
    assert r"bro\<b\>ken: no finished result" in said(opened)
    names = opened.selectbox(key="stored").options
    assert len(names) == 2
    for entry in (other.name, next(path.name for path in results.iterdir() if path.name.startswith("tiny"))):
        opened.selectbox(key="stored").set_value(entry).run()
        assert not opened.exception
        assert (r"0\.0 \<b\>" in said(opened)) == (entry == other.name)
    opened.button(key="use").click().run()
    opened.radio(key="section").set_value("try").run()
    assert any("stored run" in option for option in opened.selectbox(key="scenario").options)


def test_a_stored_run_without_a_whole_month_has_no_map(opened: AppTest, tiny: Scenario, tmp_path: Path):
    run(tiny.with_(end="2018-01-10"), 1).save(tmp_path / "results", "short")
    opened.run()
    opened.radio(key="section").set_value("stored").run()
    assert not opened.exception
    assert Words("en")("result.no_month") in said(opened)


@pytest.mark.parametrize("language", LANGUAGES)
def test_stored_comparisons_and_sweeps_are_shown(
    language: str, opened: AppTest, tiny: Scenario, more: Scenario, tmp_path: Path
):
    results = tmp_path / "results"
    ways = {"orders": (), "with measures": ("resources_blocked", "orders")}
    short = [scenario.with_(end="2018-01-20") for scenario in (tiny, more)]
    folders = [
        compare({"base": short[0], f"<b>{way}": short[1]}, (1, 2), metrics=metrics).save(results)
        for way, metrics in ways.items()
    ]
    sweep(Design("tried", {"base": short[0]}, ("interventions.patrols.patrol",), [(2.0,), (4.0,)], seeds=(1,)), results)
    opened.run()
    opened.selectbox(key="language").set_value(language).run()
    opened.radio(key="section").set_value("stored").run()
    words = Words(language)
    for folder in (*folders, results / "sweep-tried"):
        opened.selectbox(key="stored").set_value(folder.name).run()
        assert not opened.exception and not opened.error
        table = opened.dataframe[0].value
        if folder in folders:
            assert words("result.change") in table
            assert words("consequence.orders") in set(table[words("result.consequence")])
            assert set(table[words("result.verdict")]) <= {words(f"result.{key}") for key in KEYS.values()}
        else:
            assert table["orders"].min() > 0


def test_a_damaged_comparison_and_sweep_are_told(opened: AppTest, tiny: Scenario, more: Scenario, tmp_path: Path):
    results = tmp_path / "results"
    short = [scenario.with_(end="2018-01-20") for scenario in (tiny, more)]
    folder = compare({"base": short[0], "more": short[1]}, (1, 2)).save(results)
    (folder / "effects.csv").write_text("arm\n")
    (results / "sweep-bad").mkdir()
    (results / "sweep-bad" / "manifest.json").write_text("{}")
    (results / "sweep-bad" / "runs.parquet").write_bytes(b"PAR1")
    opened.run()
    opened.radio(key="section").set_value("stored").run()
    for name in (folder.name, "sweep-bad"):
        opened.selectbox(key="stored").set_value(name).run()
        assert not opened.exception
        assert any("damaged" in error.value for error in opened.error)


def test_damage_found_while_reading_is_told(opened: AppTest, tiny: Scenario, tmp_path: Path):
    there = run(tiny, 1).save(tmp_path / "results")
    (there / "daily.parquet").write_bytes(b"nothing")
    opened.run()
    opened.radio(key="section").set_value("stored").run()
    assert not opened.exception
    assert "damaged: " in said(opened)


def test_an_empty_and_a_missing_folder_say_so(opened: AppTest, tmp_path: Path):
    opened.run()
    opened.radio(key="section").set_value("stored").run()
    assert "does not exist" in said(opened)
    (tmp_path / "results").mkdir()
    opened.run()
    assert "no result in this folder yet" in said(opened)
