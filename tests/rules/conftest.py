"""Laboratories by hand, and the comparison of compiled rules with the written ones."""

import sys
from collections.abc import Callable

import numpy as np
import pytest

from marketsim.rules.rule import Rule
from marketsim.world.states import LaboratoryClass, LaboratoryStatus
from marketsim.world.suppliers import Consignments, Groups, Laboratories
from marketsim.world.world import World


@pytest.fixture
def add_laboratories() -> Callable[..., slice]:
    """The maker of `count` open laboratories of group 0 in region 3, making 10 g a day of product 1.

    Precursor costs its usual price, and makers want 5,000 KZT a gram above cost.
    """

    def add(world: World, count: int, size_class: LaboratoryClass = LaboratoryClass.MEDIUM) -> slice:
        laboratories = world.laboratories
        world.market.precursor_cost = world.market.precursor_price
        world.market.makers_margin = 5_000.0
        rows = laboratories.append(count)
        laboratories.uid[rows] = np.arange(count, dtype=np.uint64) * np.uint64(7919) + np.uint64(12345)
        laboratories.status[rows] = LaboratoryStatus.OPEN
        laboratories.region[rows] = 3
        laboratories.size_class[rows] = size_class
        laboratories.product[rows] = 1
        laboratories.output[rows] = 10_000.0
        laboratories.precursor_yield[rows] = 0.1
        laboratories.cost[rows] = 500.0
        laboratories.group[rows] = 0
        laboratories.opened_on[rows] = world.today.day
        return rows

    return add


@pytest.fixture
def as_written(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A check that a rule leaves two equal worlds equal, once compiled and once as written."""

    def compare(rule: Rule, compiled: World, written: World, *kernels: str) -> None:
        rule(compiled)
        module = sys.modules[type(rule).__module__]
        for kernel in kernels:
            monkeypatch.setattr(module, kernel, getattr(module, kernel).py_func)
        rule(written)
        for name, table in (("groups", Groups), ("laboratories", Laboratories), ("consignments", Consignments)):
            for column in table.columns:
                one, other = (getattr(w, name).used(column) for w in (compiled, written))
                np.testing.assert_array_equal(one, other, err_msg=f"{name}.{column}")
        np.testing.assert_array_equal(compiled.shops.used("stock"), written.shops.used("stock"))
        np.testing.assert_array_equal(compiled.ledger.mass, written.ledger.mass)
        np.testing.assert_array_equal(compiled.ledger.money, written.ledger.money)
        np.testing.assert_allclose(compiled.market.wholesale_price, written.market.wholesale_price, rtol=1e-12)

    return compare
