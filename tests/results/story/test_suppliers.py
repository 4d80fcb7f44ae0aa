"""The stories of groups, laboratories and consignments, made by hand."""

import pytest

from marketsim.results.story.suppliers import ConsignmentStory, GroupStory, LaboratoryStory
from marketsim.world.states import ConsignmentStatus, GroupStatus, LaboratoryStatus
from marketsim.world.world import World


def test_a_group_moves_and_is_broken_up(world: World, watch):
    story = GroupStory()
    evening = watch(story, 0)
    world.groups.region[0] = (world.groups.region[0] + 1) % 20
    assert evening() == [("moved", "Moved its main depot.")]
    world.groups.status[0] = GroupStatus.SUPPRESSED
    assert evening() == [("suppressed", "Was broken up.")]
    assert "laboratories at work, supplies" in story.diary.table(story.sum_up)["what"].iloc[1]


@pytest.mark.parametrize("status", [LaboratoryStatus.RAIDED, LaboratoryStatus.CLOSED, LaboratoryStatus.ABROAD])
def test_a_laboratory_ends_or_moves(status: LaboratoryStatus, world: World, watch):
    row = world.laboratories.append(1).start
    world.laboratories.status[row], world.laboratories.group[row] = LaboratoryStatus.OPEN, 0
    world.laboratories.product_stock[row] = 2_000_000
    evening = watch(LaboratoryStory(), row, False)
    world.laboratories.status[row] = status
    ((event, what),) = evening()
    assert event == status.name.lower()
    assert ("2 kg of product there" in what) == (status == LaboratoryStatus.RAIDED)


def test_inspectors_stop_a_purchase(world: World, watch):
    row = world.laboratories.append(1).start
    world.laboratories.status[row] = LaboratoryStatus.OPEN
    story = LaboratoryStory()
    evening = watch(story, row, False)
    world.laboratories.bought_on[row], world.laboratories.stopped[row] = world.today.day + 1, True
    assert [event for event, _ in evening()] == ["purchase stopped"]
    assert "Bought precursor at home on 1 day" in story.diary.table(story.sum_up)["what"].iloc[-1]


@pytest.mark.parametrize("status", [ConsignmentStatus.ARRIVED, ConsignmentStatus.SEIZED])
def test_a_load_arrives_or_is_seized(status: ConsignmentStatus, world: World, watch):
    loads = world.consignments
    row = loads.append(1).start
    loads.mg[row], loads.group[row], loads.status[row] = 5_000_000, 0, ConsignmentStatus.TRAVELLING
    story = ConsignmentStory()
    evening = watch(story, row, False)
    loads.status[row] = status
    assert [event for event, _ in evening()] == [status.name.lower()]
    assert story.about.startswith("A load of 5 kg of")
