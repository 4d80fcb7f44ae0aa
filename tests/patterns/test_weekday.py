"""Pattern P04: purchases peak on Friday and Saturday. The profile is an input; that feedback keeps it is tested."""

import numpy as np
import pytest

from tests.whole_model.many import daily, in_parallel

pytestmark = pytest.mark.slow


def test_orders_peak_on_friday_and_saturday_in_every_run() -> None:
    for run in in_parallel(daily, range(1, 5), weight=20):
        orders = run.loc["2019":"2023", "orders"]
        week = orders.groupby(orders.index.day_of_week).mean()
        shuffled = np.random.default_rng(1).permuted(orders.to_numpy().reshape(-1, 1), axis=0).ravel()
        by_chance = orders.copy()
        by_chance[:] = shuffled
        spread = by_chance.groupby(by_chance.index.day_of_week).mean().std()
        print("\n", week.round(0).to_dict(), "spread of shuffled weeks", round(float(spread), 1))
        assert sorted(week.nlargest(2).index) == [4, 5]
        assert week[[4, 5]].mean() - week[[0, 1, 2, 3, 6]].mean() > 5 * spread
