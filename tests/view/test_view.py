"""What is promised of an agent that is a view of a row."""

from datetime import date

import numpy as np
import pytest

from marketsim.view.buyers import Buyer
from marketsim.view.drops import Drop
from marketsim.view.kinds import KINDS
from marketsim.view.officers import Officer
from marketsim.view.shops import Shop
from marketsim.view.staff import ROLES, Courier, Dropper, Staff, WarehouseKeeper
from marketsim.view.view import HasLeftError
from marketsim.world.compaction import compact
from marketsim.world.states import AccountStatus, BuyerState, Role, StaffStatus, Unit


def test_every_role_has_a_class_of_its_name():
    assert [kind.__name__ for kind in ROLES] == [role.name.title().replace("_", "") for role in Role]


def test_every_column_of_every_table_can_be_read(model):
    model.step()
    for name, kinds in KINDS.items():
        table = getattr(model.world, name)
        for kind in kinds:
            for agent in list(model.agents_by_type[kind])[:3]:
                for column in table.columns:
                    assert getattr(agent, column) is not None or column.endswith(("_on", "until")) or column in (
                        "shop", "courier", "buyer", "holder", "group", "supplier",
                    ), column  # fmt: skip


def test_columns_read_in_words(model):
    world = model.world
    shop = model.agents_by_type[Shop][0]
    assert shop.region == world.regions.names[world.shops.region[0]]
    assert shop.price.tolist() == world.shops.price[0].tolist()
    keeper = model.agents_by_type[WarehouseKeeper][0]
    assert (keeper.role, keeper.status) == (Role.WAREHOUSE_KEEPER, StaffStatus.ACTIVE)
    assert keeper.shop is shop
    assert keeper.hired_on == date(2017, 1, 1)
    assert keeper.weight == shop.weight == world.shop_weight
    officer = model.agents_by_type[Officer][0]
    assert (officer.unit, officer.weight) == (Unit.PATROL, 1)
    buyer = model.agents_by_type[Buyer][0]
    assert (buyer.weight, world.weight) == (world.lot * shop.weight, 50)
    assert buyer.product in [product.name for product in world.products]
    user = next(person for person in model.agents_by_type[Buyer] if person.state == BuyerState.REGULAR)
    assert isinstance(user.known_shop[0], Shop)


def test_grams_are_what_is_in_the_hands(model):
    courier = model.agents_by_type[Courier][0]
    model.world.staff.carried[courier._find(), 1] = 2_500
    assert courier.grams == 2.5


def test_a_column_cannot_be_written(model):
    courier = model.agents_by_type[Courier][0]
    for name, value in (("status", StaffStatus.QUIT), ("cell", model.grid[0, 0])):
        with pytest.raises(AttributeError, match="by rules"):
            setattr(courier, name, value)
    with pytest.raises(ValueError, match="read-only"):
        courier.carried[0] = 1
    with pytest.raises(TypeError, match="cannot be removed"):
        courier.remove()


def test_identity_survives_compaction(model):
    couriers = list(model.agents_by_type[Courier])
    first, last = couriers[0], couriers[-1]
    home, row = last.cell, last._find()
    model.world.staff.status[first._find()] = StaffStatus.QUIT
    model.world.today.day = 28 * (model.world.today.day // 28 + 1)
    compact(model.world)
    assert first.has_left
    assert last._find() < row
    assert last.cell is home
    assert int(model.world.staff.uid[last._find()]) == last.uid == last.unique_id
    model.step()
    after = list(model.agents_by_type[Courier])
    assert any(agent is last for agent in after)
    assert not any(agent is first for agent in after)


def test_one_who_has_left_says_so(model):
    buyer = model.agents_by_type[Buyer][-1]
    assert not buyer.has_left
    model.step()
    assert buyer.has_left
    assert repr(buyer) == f"<Buyer {buyer.uid}, who has left>"
    with pytest.raises(HasLeftError, match=f"Buyer {buyer.uid} has left the market and has no state any more"):
        _ = buyer.state


def test_a_row_used_again_is_somebody_else(model):
    buyers = model.world.buyers
    old = model.agents_by_type[Buyer][0]
    row = old._find()
    buyers.uid[row] = 4_711
    model.step()
    new = next(agent for agent in model.agents_by_type[Buyer] if agent.uid == 4_711)
    assert new is not old
    assert old.has_left
    assert new.state == BuyerState(buyers.state[row])


def test_one_who_changes_roles_becomes_another_kind_of_agent(model):
    old = model.agents_by_type[Courier][0]
    model.world.staff.role[old._find()] = Role.DROPPER
    model.step()
    assert old not in model.agents_by_type[Courier]
    assert [agent.uid for agent in model.agents_by_type[Dropper]].count(old.uid) == 1
    assert old.has_left


def test_uids_are_unique_across_all_tables(model):
    for _ in range(5):
        model.step()
    uids = [agent.unique_id for agent in model.agents]
    assert len(set(uids)) == len(uids)


def test_an_account_leads_to_its_holder(model):
    account = model.agents_by_type[KINDS["accounts"][0]][0]
    assert account.status == AccountStatus.OPEN
    assert isinstance(account.holder, Dropper)
    assert account.holder.shop is account.shop


def test_a_drop_has_grams_and_a_place(model):
    model.step()
    drop = model.agents_by_type[Drop][0]
    assert (drop.grams, drop.region, drop.placed_on) == (1.5, model.world.regions.names[0], date(2017, 1, 1))
    assert drop.weight == model.world.weight
    assert drop in drop.cell.agents


def test_agents_of_all_roles_are_staff(model):
    staff = model.agents.select(agent_type=Staff)
    assert len(staff) == np.count_nonzero(model.world.staff.used("status") != StaffStatus.OUTSIDE)
