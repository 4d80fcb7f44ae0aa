"""Channels as agents."""

from marketsim.view.view import View
from marketsim.world.channels import Channels
from marketsim.world.states import ChannelKind, ChannelStatus


class Channel(View, table=Channels, states={"kind": ChannelKind, "status": ChannelStatus}):
    """A messenger shop, site, mirror, advert, chat or listing."""

    of_shops = True
