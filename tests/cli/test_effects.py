"""The table of a comparison: what stands out, what does not, and why a price is or is not printed."""

import io
from dataclasses import replace

import pandas as pd
import pytest
from rich.console import Console

import marketsim as ms
from marketsim.cli.effects import print_effects
from marketsim.experiments.comparing import Comparison
from marketsim.experiments.cost_effectiveness import ratios
from marketsim.experiments.effects import CLEAR, FEW, NONE, UNCLEAR
from marketsim.figures.style import number
from tests.experiments.made import changes, comparison

ROW = {"arm": "policy", "domain": "health", "unit": "persons", "n": 3}
EFFECTS = pd.DataFrame(
    [
        ROW | {"consequence": "deaths", "base": 50.0, "change": -10.0, "low": -12.0, "high": -8.0, "share": -0.2}
        | {"verdict": CLEAR},
        ROW | {"consequence": "poisonings", "base": 5e4, "change": 10.0, "low": -99.0, "high": 119.0, "share": 0.0002}
        | {"verdict": UNCLEAR},
        ROW | {"consequence": "treatment_refused", "base": 0.0, "change": 0.0, "low": 0.0, "high": 0.0, "share": 0.0}
        | {"verdict": NONE},
        ROW | {"domain": "money", "unit": "KZT", "consequence": "public_money_kzt", "base": 4e12, "change": 2e9}
        | {"low": 1e9, "high": 3e9, "share": 0.0005, "verdict": CLEAR},
    ]
)  # fmt: skip


for level, part in ((50, 0.5), (90, 1.0)):
    EFFECTS[f"low_{level}"] = EFFECTS["change"] + part * (EFFECTS["low"] - EFFECTS["change"])
    EFFECTS[f"high_{level}"] = EFFECTS["change"] + part * (EFFECTS["high"] - EFFECTS["change"])
EFFECTS = EFFECTS.assign(better_share=[1.0, 0.5, 0.5, 0.0], mc_error=1.0, sd_ratio=0.25, pairs_needed=12.0)
DOMINANCE = pd.DataFrame(
    [
        {"arm": "policy", "over": "base", "chance": 0.9, "verdict": "cannot be told", "better": "deaths", "worse": ""}
        | {"uncounted": ""}
    ]
)


@pytest.fixture
def made() -> Comparison:
    """A policy that averts ten deaths for 100 mn KZT."""
    arm = changes(deaths=[-9.0, -10.0, -11.0], public_money_kzt=[9e7, 1e8, 1.1e8])
    whole = replace(comparison(policy=arm), effects=EFFECTS, ratios=ratios("policy", arm, ""))
    return replace(whole, dominance=DOMINANCE)


def printed(made: Comparison, width: int = 120) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    print_effects(made, console)
    return console.file.getvalue()  # type: ignore[attr-defined]


def line(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(start))


def test_it_is_said_that_intervals_do_not_hold_what_is_unknown(made: Comparison):
    assert "Unknown numbers stand as they were set by hand: intervals hold chance alone." in printed(made)


def test_what_stands_out_has_no_remark_and_what_does_not_has_one(made: Comparison):
    text = printed(made)
    assert line(text, "deaths").split() == [
        *("deaths", "persons", "50", "-10", "-11", "to", "-9", "-12", "to", "-8", "100%", "-20.0%")
    ]
    assert line(text, "poisonings").endswith("cannot be told from no change")


def test_what_happens_in_no_run_is_named_below_the_table(made: Comparison):
    assert line(printed(made), "None in any run") == "None in any run: treatment_refused."


def test_money_is_in_millions_and_empty_rows_are_left_out(made: Comparison):
    text = printed(made)
    assert line(text, "public_money").split()[:5] == ["public_money", "mn", "KZT", "4,000,000", "+2,000"]
    assert not any(row.startswith("treatment_refused") for row in text.splitlines())


def test_an_interval_of_too_few_counts_is_not_printed(made: Comparison):
    few = EFFECTS.assign(verdict=[FEW, UNCLEAR, NONE, CLEAR])
    assert line(printed(replace(made, effects=few)), "deaths").split()[3:] == [
        *("-10", "100%", "-20.0%", "too", "few", "counted", "to", "tell")
    ]
    assert "0 to 0" not in printed(replace(made, effects=EFFECTS.assign(base=1.0)))


def test_what_is_the_same_in_every_pair_is_no_interval(made: Comparison):
    ends = dict.fromkeys(("low", "high", "low_50", "high_50", "low_90", "high_90"), EFFECTS["change"])
    assert "+2,000 2,000 always 2,000 always" in " ".join(
        printed(replace(made, effects=EFFECTS.assign(**ends))).split()
    )


def test_columns_are_the_same_in_every_domain_and_say_their_level(made: Comparison):
    for width in (80, 120):
        text = printed(made, width)
        heads = [line for line in text.splitlines() if line.startswith("consequence") and "verdict" in line]
        assert len(heads) == 1 and "verdict (95 %)" in heads[0] and ("of base" in heads[0]) == (width == 120)
        assert text.index("Health") < text.index("deaths") < text.index("Money") < text.index("public_money")
    assert "50 % interval" in printed(made) and "50 % interval" not in printed(made, 80)
    assert "verdict: by the 95 % interval, which is wider than those printed" in text
    assert "Public money: +100 mn KZT (95 % interval: " in text
    standing = text[text.index("Dominance:") :]
    assert "verdict" in line(standing, "policy") and "clearly worse (90 %)" in line(standing, "policy")


def test_both_rules_of_too_few_are_told(made: Comparison):
    said = " ".join(printed(made).split())
    assert (
        "too few counted to tell: in health and justice, fewer than 30 agents a run, or fewer than 10 in whom" in said
    )


def test_pairs_that_cannot_be_told_are_explained(made: Comparison):
    assert "pairs needed: -" not in printed(made)
    few = EFFECTS.assign(verdict=[FEW, UNCLEAR, NONE, CLEAR])
    assert "pairs needed: - where nothing changes, too few are counted" in printed(replace(made, effects=few))


def test_policies_that_never_act_are_told_under_the_arm(made: Comparison):
    base = made.scenarios["base"]
    for start, told in (("2024-01-01", True), ("2023-12-31", False)):
        late = {"name": "fast", "kind": "site_blocking", "start": start, "delay": 1}
        text = printed(replace(made, scenarios={"base": base, "policy": base.with_(interventions=[late])}))
        assert ("Never in force: fast. The days that count end on 2023-12-31" in text) == told, start
    both = base.with_(interventions=[late | {"start": "2024-01-01"}])
    assert "Never in force" not in printed(replace(made, scenarios={"base": both, "policy": both}))


def test_precision_and_dominance_are_told(made: Comparison):
    text = printed(made)
    assert line(text, "Precision") == "Precision: pairs needed for a 90 % interval of 0.05 of the base to either side"
    precision = text[text.index("Precision") :]
    assert line(precision, "deaths").split() == ["deaths", "2.00%", "of", "base", "0.25", "12"]
    assert line(text, "policy  base").split() == ["policy", "base", "90%", "cannot", "be", "told"]


def test_policies_that_count_as_free_are_named(made: Comparison):
    assert "Cost not stated" not in printed(made)
    base = made.scenarios["base"]
    free = {"name": "fast", "kind": "site_blocking", "start": "2021-01-01", "delay": 1}
    text = printed(replace(made, scenarios={"base": base, "policy": base.with_(interventions=[free])}))
    assert "Cost not stated: fast. It counts as free" in text


def test_domains_that_are_not_counted_are_told(made: Comparison):
    assert "uncounted:" not in printed(made)
    text = printed(replace(made, dominance=DOMINANCE.assign(uncounted="health, money", chance=float("nan"))))
    assert line(text, "policy  base").split()[2:] == ["-", "cannot", "be", "told", "health,", "money"]
    assert "nothing dominates" in text


def test_a_price_is_printed_with_its_interval_and_the_rest_in_words(made: Comparison):
    text = printed(made)
    assert "Public money: +100 mn KZT" in text
    assert line(text, "death ").split()[:2] == ["death", "10"]
    assert "10,000,000" in line(text, "death ")
    assert "no effect: not one is averted or added." in text


def test_a_reason_that_holds_for_all_is_said_once(made: Comparison):
    arm = changes(deaths=[-9.0, -10.0, -11.0], public_money_kzt=[9e7, 1e8, 1.1e8])
    text = printed(replace(made, ratios=ratios("policy", arm, "not said: base does not state economics.horizon")))
    assert text.count("does not state economics.horizon") == 1


WORDS = (
    *("base:", "uncounted:", "Cost not", "Intervals", "Econ", "verdict:", "too few counted to tell:", "better in:"),
    *("where the better", "Precision", "Dominance"),
)


@pytest.mark.parametrize("width", [40, 80, 120, 200])
def test_no_table_is_wider_than_the_terminal(made: Comparison, width: int):
    tables = [text for text in printed(made, width).splitlines() if not text.startswith(WORDS)]
    assert max(len(text) for text in tables if not text.startswith(("Unit costs", "at that"))) <= max(width, 60)


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.0, "0"), (-4.66e-16, "0"), (12.0, "12"), (0.1234, "0.123"), (123456.7, "123,457"), (float("nan"), "-")],
)
def test_numbers_are_short(value: float, words: str):
    assert number(value) == words


def test_what_hangs_on_the_reading_of_detentions_says_so(made: Comparison):
    history = ms.load("scenarios/baseline.yaml").with_(scale=0.02)
    asked = "threshold_share=0 and =1"
    for arm, told in (("weight_thresholds", True), ("investigation_capacity", True), ("treatment_places", False)):
        other = ms.load(f"scenarios/{arm}.yaml").with_(scale=0.02)
        text = " ".join(printed(replace(made, scenarios={"base": history, "policy": other})).split())
        assert (asked in text) == told, arm
        assert ("Here 50% of it" in text) == told, arm


@pytest.mark.parametrize(
    ("changes_", "said"),
    [([], "a part, other in each pair,"), (["parameters.attribution.threshold_share=0.25"], "25%")],
)
def test_a_reading_that_is_stated_is_told_though_other_numbers_are_drawn(
    made: Comparison, changes_: list[str], said: str
):
    base = ms.load("scenarios/calibrated.yaml", changes_)
    named = {"base": base, "policy": ms.load("scenarios/weight_thresholds.yaml", ["posterior=kazakhstan", *changes_])}
    text = " ".join(printed(replace(made, scenarios=named)).split())
    assert f"Here {said} of it is the lower weight threshold" in text
