"""The story of a shop, made by hand."""

from marketsim.results.story.shops import ShopStory
from marketsim.world.newcomers import add_channel, add_staff
from marketsim.world.states import ChannelKind, ChannelStatus, Role, ShopStatus, StaffStatus
from marketsim.world.world import World


def test_reach_goods_supplier_and_payment_are_told(world: World, watch):
    shops = world.shops
    shops.serves[0, 4], shops.serves[0, 5], shops.sells[0, 2], shops.supplier[0] = False, True, False, 0
    shops.can_pay[0], shops.on_marketplace[0], shops.unlisted[0] = True, False, False
    evening = watch(ShopStory(), 0)
    shops.serves[0, 4], shops.serves[0, 5], shops.sells[0, 2], shops.supplier[0] = True, False, True, 1
    shops.can_pay[0], shops.on_marketplace[0], shops.unlisted[0, 2] = False, True, True
    told = evening()
    assert [event for event, _ in told] == [
        "reach", "reach", "goods", "goods", "supplier", "payment", "marketplace"
    ]  # fmt: skip
    assert told[0][1] == f"Began to serve {world.regions.labels[4]}."
    assert told[1][1] == f"Left {world.regions.labels[5]}."
    assert str(world.groups.uid[1]) in told[4][1]


def test_the_end_of_a_channel_and_of_the_shop_are_told(world: World, watch):
    story = ShopStory()
    evening = watch(story, 0)
    for status, event in (
        (ShopStatus.REBUILDING, "rebuilding"),
        (ShopStatus.OPEN, "reopened"),
        (ShopStatus.ABROAD, "moved abroad"),
        (ShopStatus.OPEN, "returned"),
        (ShopStatus.CLOSED, "closed"),
    ):
        world.shops.status[0] = status
        assert [event for event, _ in evening()] == [event]
    days = len(story.diary.table(story.sum_up))
    evening()
    assert len(story.diary.table(story.sum_up)) == days


def test_trade_people_and_channels_are_summed_up(world: World, watch):
    story, staff, drops, channels = ShopStory(), world.staff, world.drops, world.channels
    evening = watch(story, 0)
    operator = int(((staff.used("shop") == 0) & (staff.used("role") == Role.OPERATOR)).argmax())
    staff.status[operator] = StaffStatus.DETAINED
    add_staff(world, 0, Role.COURIER, 0, StaffStatus.ACTIVE, world.today.day)
    channel = int((channels.used("shop") == 0).argmax())
    channels.status[channel] = ChannelStatus.BLOCKED
    add_channel(world, 0, ChannelKind.CHAT, 10.0, 56)
    rows = drops.append(2)
    drops.shop[rows], drops.buyer[rows], drops.reserved_on[rows], drops.paid[rows] = 0, 3, world.today.day + 1, 1_000
    told = evening()
    assert told == [("staff detained", f"Its operator was detained (agent {staff.uid[operator]}).")]
    line = story.diary.table(story.sum_up)["what"].iloc[-1]
    lot = world.lot
    assert line.startswith(f"Had {2 * lot} orders for {2000 * lot:,} KZT; people: 1 hired and 1 detained;")
    assert "channels: 1 opened and 1 blocked;" in line
    assert "1 courier at work, 1 channel live" in line
