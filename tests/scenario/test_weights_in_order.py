"""Weights of several policies that are out of order: a fault where it lasts, a word where it passes."""

from pathlib import Path

import pytest

from marketsim.scenario.loading import load_closely, loads
from tests.scenario.conftest import Faults

HEAD = "start: 2018-01-01\nend: 2018-12-31\nmeasures_from: 2018-01-01\ninterventions:\n"


def policies(*entries: str) -> str:
    return HEAD + "".join(f"  - {{kind: weight_thresholds, name: {entry}}}\n" for entry in entries)


def test_a_grade_above_the_graver_one_of_another_policy_is_a_fault_where_the_later_says_it(faults: Faults):
    assert faults(
        policies(
            "a, start: 2018-02-01, large: 100", "b, start: 2018-03-01, products: [mephedrone], especially_large: 50"
        )
    ) == [
        "a.yaml:6:101  interventions.b.especially_large: large is above especially_large: "
        "100 g in 'a' on 2018-03-01 for mephedrone, and 50 g. Move one, or let one of them end before the other starts."
    ]


def test_the_later_policy_is_blamed_wherever_it_stands(faults: Faults):
    found = faults(policies("b, start: 2018-03-01, medium: 5", "a, start: 2018-02-01, large: 1"))
    assert len(found) == 1
    assert found[0].startswith(
        "a.yaml:5:67  interventions.b.medium: medium is above large: 5 g, and 1 g in 'a' on 2018-03-01"
    )


def test_ones_own_file_is_blamed_before_the_one_below(tmp_path: Path):
    (tmp_path / "below.yaml").write_text(policies("later, start: 2018-06-01, large: 1"))
    own = tmp_path / "own.yaml"
    own.write_text("extends: below.yaml\ninterventions:\n  - {kind: weight_thresholds, start: 2018-02-01, medium: 5}\n")
    with pytest.raises(Exception, match=r"own.yaml:3:\d+  interventions.weight_thresholds.medium: .* on 2018-06-01"):
        load_closely(own)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("start: 2018-02-01, large: 100", "start: 2018-03-01, especially_large: 100"),
        ("start: 2018-02-01, end: 2018-02-28, large: 100", "start: 2018-03-01, especially_large: 50"),
        ("start: 2018-02-01, large: 100", "start: 2018-03-01, large: 10, especially_large: 50"),
        (
            "start: 2018-02-01, products: [alpha_pvp], large: 100",
            "start: 2018-03-01, products: [mephedrone], especially_large: 50",
        ),
        ("start: 2018-02-01, large: 100", "start: 2019-03-01, especially_large: 50"),
        ("start: 2018-02-01, large: 100", "start: 2018-03-01, especially_large: 50, intensity: 0"),
        ("start: 2018-02-01, large: 0.2", "start: 2018-03-01, especially_large: 50"),
    ],
    ids=["equal", "over", "superseded", "other products", "after the run", "no intensity", "a weight no policy set"],
)
def test_weights_in_order_on_every_day_are_no_fault(one: str, other: str):
    loads(policies(f"a, {one}", f"b, {other}"))


def test_what_passes_with_a_ramp_is_told_and_runs(tmp_path: Path):
    path = tmp_path / "a.yaml"
    path.write_text(
        policies(
            "a, start: 2018-02-01, large: 200",
            "b, start: 2018-03-01, especially_large: 100",
            "c, start: 2018-03-01, large: 10, ramp: 60",
        )
    )
    told = [str(caution) for caution in load_closely(path).cautions]
    assert told == [
        f"{path}:7:66  interventions.c.large: large is above especially_large: 196.8 g, and 100 g in 'b' on 2018-03-01 "
        "for alpha_pvp. It passes when both are at full strength; until then the higher one falls to the lower."
    ]
