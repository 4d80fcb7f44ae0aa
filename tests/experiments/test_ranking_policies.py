"""A ranking tells effects by market size whatever its outcomes are, and where no run is kept."""

from datetime import date
from pathlib import Path

import pytest

import marketsim as ms
from marketsim.experiments.errors import WrongCallError
from marketsim.experiments.market_size import SIZE
from marketsim.experiments.ranked_samples import first_day
from marketsim.experiments.ranking_policies import Ranking, rank
from marketsim.experiments.readings import BOTH, DRAWN, LESS, READINGS, SHARE
from marketsim.experiments.saved_ranking import read_ranking
from marketsim.scenario.scenario import Scenario
from tests.experiments.test_market_size import BASE, policy
from tests.posteriors import KEYS, make_posterior

SEEDS = (1, 2)


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scenario]:
    """Return a base and a policy that states no cost, with draws of the threshold's share."""
    draws = {key: held for key, held in KEYS.items() if not key.startswith("interventions")}
    learned = make_posterior(tmp_path_factory.mktemp("posterior") / "learned", draws)
    base = BASE.with_({"posterior": str(learned)})
    blocking = {"kind": "site_blocking", "start": "2017-12-25", "delay": 1.0}
    return {"base": base, "police": policy("2017-12-25", base).with_({"interventions.blocking": blocking})}


@pytest.fixture(scope="module")
def made(scenarios: dict[str, Scenario]) -> Ranking:
    """Return a ranking of two seeds by an outcome that is none of market size."""
    return rank(scenarios, SEEDS, metrics=("prison_days",))


def test_sizes_are_known_though_sales_are_no_outcome(made: Ranking) -> None:
    assert list(made.sizes["seed"]) == list(SEEDS) and (made.sizes[SIZE] > 0.0).all()
    assert set(made.samples["outcome"]) == {"prison_days"}


def test_effects_are_those_of_the_samples(made: Ranking) -> None:
    assert list(made.by_size["reading"]) == [BOTH, *READINGS, LESS]
    means = made.samples.groupby(["reading", "arm"])["value"].mean()
    found = made.by_size.set_index("reading")["mean"]
    for reading in READINGS:
        assert found[reading] == pytest.approx(means[reading, "police"] - means[reading, "base"])
    assert found[BOTH] == pytest.approx(sum(found[reading] for reading in READINGS) / 2.0)


def test_days_costs_and_shares_are_said(made: Ranking, scenarios: dict[str, Scenario]) -> None:
    facts = made.described()
    assert (facts["since"], facts["until"]) == ("2017-12-25", "2018-01-18")
    assert list(facts["cost_not_stated"]) == ["police"] and "blocking" in facts["cost_not_stated"]["police"]
    drawn = scenarios["base"].posterior
    assert drawn is not None and facts["drawn_share"] is not None
    shares = [drawn.at(drawn.number(seed))[SHARE] for seed in SEEDS]
    assert facts["drawn_share"] == {
        "mean": pytest.approx(sum(shares) / 2), "low": min(shares), "high": max(shares)
    }  # fmt: skip
    assert list(dict.fromkeys(made.standing["reading"])) == [BOTH, *READINGS, DRAWN]


def test_outcomes_are_sums_over_the_days_that_count(scenarios: dict[str, Scenario], tmp_path: Path) -> None:
    outcomes = ("retail_g", "public_money_kzt")
    whole = rank(scenarios, SEEDS, tmp_path, metrics=outcomes)
    new = []
    parts = [
        rank(
            scenarios, SEEDS, tmp_path, metrics=outcomes, begun=lambda _, plan: new.append(plan.new),
            since=since, until=until,
        )
        for since, until in ((None, date(2018, 1, 3)), (date(2018, 1, 4), None))
    ]  # fmt: skip
    assert set(new) == {0}  # Other days want no other runs.
    first, second = (part.samples["value"].to_numpy() for part in parts)
    assert first + second == pytest.approx(whole.samples["value"].to_numpy()) and (first > 0.0).any()
    assert (parts[0].until, parts[1].since) == (date(2018, 1, 3), date(2018, 1, 4))
    assert set(whole.not_ranked) == {"public_money_kzt"} and "public_money_kzt" not in set(whole.worth["outcome"])


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (date(2017, 12, 19), None, "2017-12-19 is not measured"),
        (None, date(2018, 1, 19), "2018-01-19 is not measured"),
        (date(2018, 1, 2), date(2018, 1, 1), "comes after the last"),
        (None, date(2017, 12, 24), "comes after the last"),
    ],
)
def test_days_that_cannot_count_are_refused(
    scenarios: dict[str, Scenario], since: date | None, until: date | None, said: str
) -> None:
    with pytest.raises(WrongCallError, match=said):
        first_day(scenarios, since, until)


def test_it_is_drawn_as_it_is(made: Ranking) -> None:
    assert "2 draws (seeds 1-2)" in ms.figures.effects_by_size(made).get_supxlabel()


def test_it_is_saved_and_read(made: Ranking, tmp_path: Path) -> None:
    read = read_ranking(made.save(tmp_path))
    assert read.by_size["verdict"].tolist() == made.by_size["verdict"].tolist()
    assert read.description == made.described()
    assert made.save(tmp_path) == made.save(tmp_path)
