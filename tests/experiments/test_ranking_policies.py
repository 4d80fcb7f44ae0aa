"""A ranking tells effects by market size whatever its outcomes are, and where no run is kept."""

from pathlib import Path

import pytest

import marketsim as ms
from marketsim.experiments.market_size import SIZE
from marketsim.experiments.ranking_policies import Ranking, rank
from marketsim.experiments.readings import BOTH, LESS, READINGS
from marketsim.experiments.saved_ranking import read_ranking
from tests.experiments.test_market_size import BASE, policy
from tests.posteriors import KEYS, make_posterior

SEEDS = (1, 2)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Ranking:
    """Return a ranking of two seeds by an outcome that is none of market size."""
    draws = {key: held for key, held in KEYS.items() if not key.startswith("interventions")}
    learned = make_posterior(tmp_path_factory.mktemp("posterior") / "learned", draws)
    base = BASE.with_({"posterior": str(learned)})
    return rank({"base": base, "police": policy("2017-12-25", base)}, SEEDS, metrics=("prison_days",))


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


def test_it_is_drawn_as_it_is(made: Ranking) -> None:
    assert "2 draws (seeds 1-2)" in ms.figures.effects_by_size(made).get_supxlabel()


def test_it_is_saved_and_read(made: Ranking, tmp_path: Path) -> None:
    read = read_ranking(made.save(tmp_path))
    assert read.by_size["verdict"].tolist() == made.by_size["verdict"].tolist()
    assert read.description == made.described()
    assert made.save(tmp_path) == made.save(tmp_path)
