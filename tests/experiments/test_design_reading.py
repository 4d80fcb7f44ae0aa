"""Designs: every kind of points, and every fault at its place."""

import math
from datetime import date
from pathlib import Path

import pytest

import marketsim as ms
from marketsim.experiments import design_reading
from marketsim.experiments.designs import Design, Range
from tests.experiments.small import written

SHIPPED = sorted((Path(__file__).parents[2] / "scenarios" / "sweeps").glob("*.yaml"))
HEAD = "question: Which?\nscenarios: [police.yaml]\n"
PATROL, START = "interventions.police.patrol", "interventions.police.start"


def read(folder: Path, text: str) -> Design:
    """Return the design of a text."""
    return ms.load_design(written(folder, text))


def faults(folder: Path, text: str) -> list[str]:
    """Return what is wrong with a text, the folder left out."""
    with pytest.raises(ms.ScenarioError) as caught:
        design = read(folder, text)
        list(design.tasks())
    return str(caught.value).replace(f"{folder}/", "").splitlines()


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_every_shipped_design_can_be_run_and_asks_a_question(file: Path):
    design = ms.load_design(file)
    assert design.question.endswith("?")
    assert len(list(design.tasks())) == design.runs


def test_there_are_designs_to_look_at():
    assert {ms.load_design(file).kind for file in SHIPPED} >= {"grid", "list", "latin_hypercube"}


def test_a_grid_has_every_combination(tmp_path: Path):
    text = f"kind: grid\ndimensions:\n  {PATROL}: {{low: 1, high: 9, steps: 3}}\n  {START}: [2017-12-21, 2017-12-24]\n"
    design = read(tmp_path, HEAD + text)
    assert design.dimensions == (PATROL, START)
    days = (date(2017, 12, 21), date(2017, 12, 24))
    assert list(design.points) == [(patrol, day) for patrol in (1.0, 5.0, 9.0) for day in days]
    assert design.points[3] == (5.0, days[1])
    assert design.seeds == tuple(range(1, 11))
    arms = list(design.arms())
    assert arms[3].label == "police-4"
    assert arms[3].scenario.policies["police"].start == days[1]


def test_steps_of_whole_numbers_days_and_logarithms_are_what_they_say(tmp_path: Path):
    text = "kind: grid\ndimensions:\n  interventions.police.ramp: {low: 0, high: 9, steps: 3}\n"
    text += f"  {START}: {{low: 2017-12-20, high: 2017-12-24, steps: 3}}\n"
    text += f"  {PATROL}: {{low: 1, high: 100, steps: 3, logarithmic: true}}\n"
    ramps, starts, patrols = (sorted(set(values)) for values in zip(*read(tmp_path, HEAD + text).points, strict=True))
    assert ramps == [0, 4, 9]
    assert starts == [date(2017, 12, 20), date(2017, 12, 22), date(2017, 12, 24)]
    assert patrols == pytest.approx([1.0, 10.0, 100.0])


def test_whole_numbers_are_spread_over_the_logarithm_too(tmp_path: Path):
    key = "parameters.first_day.shops"
    text = HEAD + f"kind: grid\ndimensions:\n  {key}: {{low: 10, high: 1000, steps: 3, logarithmic: true}}\n"
    assert [shops for (shops,) in read(tmp_path, text).points] == [10, 100, 1000]
    span = Range(1, 8, whole=True, logarithmic=True)
    found = [span.value((place + 0.5) / 9_000) for place in range(9_000)]
    shares = [found.count(number) / 9_000 for number in range(1, 9)]
    assert shares == pytest.approx([math.log((number + 1) / number, 9) for number in range(1, 9)], abs=1e-3)
    assert (span.value(0.0), span.value(1.0)) == (1, 8)


def test_a_list_and_a_csv_say_the_same(tmp_path: Path):
    listed = read(tmp_path, HEAD + f"kind: list\npoints:\n  - {{{PATROL}: 1, {START}: 2017-12-21}}\n"
                  f"  - {{{START}: 2017-12-24, {PATROL}: 2.5}}\n")  # fmt: skip
    (tmp_path / "points.csv").write_text(f"{PATROL},{START}\n1,2017-12-21\n2.5,2017-12-24\n")
    held = read(tmp_path, HEAD + "kind: csv\nfile: points.csv\n")
    assert list(held.points) == list(listed.points) == [(1, date(2017, 12, 21)), (2.5, date(2017, 12, 24))]
    assert held.dimensions == listed.dimensions


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol"])
def test_a_sample_fills_its_ranges_evenly_and_is_the_same_each_time(tmp_path: Path, kind: str):
    text = f"kind: {kind}\ncount: 16\ndimensions:\n  {PATROL}: {{low: 1, high: 9}}\n"
    text += f"  {START}: {{low: 2017-12-01, high: 2017-12-16}}\n"
    design = read(tmp_path, HEAD + text)
    for number in range(2):
        places = sorted(values[number] for values in design.points)
        if number:
            assert places == [date(2017, 12, day) for day in range(1, 17)]
        else:
            assert all(1 + place / 2 <= value <= 1.5 + place / 2 for place, value in enumerate(places))
    assert list(read(tmp_path, HEAD + text).points) == list(design.points)
    assert list(read(tmp_path, HEAD + text + "sampling_seed: 2\n").points) != list(design.points)
    assert design.ranges[PATROL] == Range(1, 9)


def test_whole_numbers_and_days_have_equal_parts_of_a_range():
    shares = [(place + 0.5) / 400 for place in range(400)]
    whole = [Range(1, 4, whole=True).value(share) for share in shares]
    assert [whole.count(number) for number in range(1, 5)] == [100] * 4
    days = [Range(date(2020, 1, 1), date(2020, 1, 2)).value(share) for share in [*shares, 1.0]]
    assert days.count(date(2020, 1, 1)) == 200


def test_changes_hold_for_every_scenario_and_the_reference(tmp_path: Path):
    text = f"kind: grid\ndimensions: {{{PATROL}: [2]}}\nreference: tiny.yaml\nchanges: {{end: 2017-12-23}}\n"
    arms = list(read(tmp_path, HEAD + text).arms())
    assert [arm.label for arm in arms] == ["tiny", "police-1"]
    assert {arm.scenario.end for arm in arms} == {date(2017, 12, 23)}


GRID = "kind: grid\ndimensions:\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("colour: 1\nkind: gird\n", ["officers.yaml:3:1  colour: there is no 'colour' here", "4:7  kind: the text"]),
        ("kind: grid\n", ["officers.yaml:3:7  dimensions: a grid wants it. Add dimensions."]),
        ("kind: sobol\ncount: 100\ndimensions: {a.b: 1}\n", ["4:8  count: a Sobol sequence is even only at powers of "
                                                             "2, and 100 is none. Give 64 or 128."]),
        ("kind: list\ncount: 3\npoints: []\n", ["4:1  count: a list has none", "5:9  points: the design has"]),
        (GRID + "  parameters.people.onlin: [1]\n", ["5:29  parameters.people.onlin: there is no 'onlin' here. Did you "
                                                      "mean 'online'?"]),
        (GRID + "  parameters.people.online: {low: 0.5, high: 1.5, steps: 2}\n", ["5:46  parameters.people.online: 1.5 "
                                                                                "is out of range. Give a value from"]),
        (GRID + f"  {PATROL}: {{low: 9, high: 1, steps: 2}}\n", [f"5:32  dimensions.{PATROL}: the range from 9 to 1 is "
                                                                 "empty. Give a high that is above low."]),
        (GRID + f"  {PATROL}: {{low: 1, high: 9}}\n", ["a range in a grid wants steps, from 2 to 1,000,000"]),
        (GRID + f"  {PATROL}: {{low: 1, high: 9, steps: 100000000000}}\n", ["wants steps, from 2 to 1,000,000"]),
        ("kind: grid\ndimensions: {}\n", ["3:7  dimensions: a grid wants values. Add a dimension at least."]),
        ("kind: sobol\ncount: 4\ndimensions: {}\n", ["3:7  dimensions: a sobol wants ranges. Add a dimension"]),
        (GRID + f"  {PATROL}: {{low: 1, hihg: 9}}\n", ["hihg: a range has no such key. Did you mean 'high'?"]),
        (GRID + f"  {PATROL}: {{low: 0, high: 9, steps: 2, logarithmic: true}}\n", ["range begins above 0"]),
        (GRID + f"  {PATROL}: [1, 2, 1]\n", ["a value is written twice"]),
        (GRID + f"  {PATROL}: []\n", ["there is no value in it"]),
        (GRID + f"  {PATROL}: [many]\n", ["wants a number, not the text 'many'"]),
        (GRID + f"  {PATROL}: [[1]]\n", ["wants a number, text, day or yes or no, not a list"]),
        (GRID + "  interventions.nobody.start: [2017-12-24]\n", ["there is no intervention 'nobody' to change"]),
        (GRID + "  interventions.police.end: [2017-12-20]\n  interventions.police.start: [2017-12-19, 2017-12-21]\n",
         ["end 2017-12-20 is before start 2017-12-21 (at point 2 of police"]),
        ("kind: list\npoints:\n" + f"  - {{{PATROL}: 1}}\n" * 2, ["6:35  points[1]: this point is written twice (first "
                                                                 "on line 5)"]),
        (f"kind: list\npoints:\n  - {{{PATROL}: 1}}\n  - {{{START}: 2017-12-24}}\n", ["[1]: it gives other keys"]),
        ("kind: csv\nfile: nowhere.csv\n", ["officers.yaml:4:7  file: there is no file"]),
        ("kind: csv\nfile: bad.csv\n", ["bad.csv:2:1  interventions.police.patrol: wants a number", "bad.csv:3:1  it "
                                        "has 2 values for 1 keys"]),
        (f"kind: latin_hypercube\ncount: 1000000\nreplicates: 2\ndimensions: {{{PATROL}: {{low: 1, high: 2}}}}\n",
         ["the design has 2,000,000 runs, more than 1,000,000. Take fewer points or replicates, or say --yes."]),
        ("kind: latin_hypercube\ncount: 5\ndimensions: {interventions.police.ramp: {low: 1, high: 3}}\n",
         ["2 of 5 points are the same as others"]),
        ("replicates: 2\nseeds: [1]\nkind: list\npoints: [{a.b: 1}]\n", ["replicates and seeds are both given"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place_and_its_remedy(tmp_path: Path, text: str, told: list[str]):
    (tmp_path / "bad.csv").write_text(f"{PATROL}\nmany\n1,2\n")
    found = "\n".join(faults(tmp_path, HEAD + text))
    for words in told:
        assert words in found


def test_all_faults_are_told_at_once(tmp_path: Path):
    text = f"question: Which?\nscenarios: [police.yaml, nobody.yaml]\ncount: 2\n{GRID}  {PATROL}: [-1, 2000]\n"
    assert [line.split("  ")[0] for line in faults(tmp_path, text)] == [
        f"officers.yaml:{place}" for place in ("2:26", "3:1", "6:33", "6:37")
    ]


def test_more_than_a_million_runs_are_possible_if_they_are_meant(tmp_path: Path):
    text = f"replicates: 600000\nkind: grid\ndimensions: {{{PATROL}: [1, 2]}}\n"
    assert ms.load_design(written(tmp_path, HEAD + text), yes=True).runs == 1_200_000


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol"])
def test_samples_of_more_points_than_usual_are_made_if_they_are_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
):
    monkeypatch.setattr(design_reading, "MOST_RUNS", 3)
    text = f"replicates: 1\nkind: {kind}\ncount: 4\ndimensions: {{{PATROL}: {{low: 1, high: 2}}}}\n"
    assert "has 4 runs, more than 3" in faults(tmp_path, HEAD + text)[0]
    tasks = list(ms.load_design(tmp_path / "officers.yaml", yes=True).tasks())
    assert len({task.arm.values for task in tasks}) == len(tasks) == 4


@pytest.mark.parametrize(
    ("span", "value", "share"),
    [
        (Range(2.0, 4.0), 3.0, 0.5),
        (Range(0.01, 1.0, logarithmic=True), 0.1, 0.5),
        (Range(1, 3, whole=True), 2, 0.5),
        (Range(date(2020, 1, 1), date(2020, 1, 5)), date(2020, 1, 2), 0.25),
    ],
)
def test_a_value_tells_where_it_lies(span: Range, value: float | date, share: float):
    assert span.share(value) == pytest.approx(share)
    if not isinstance(value, int | date):
        assert span.value(share) == pytest.approx(value)
