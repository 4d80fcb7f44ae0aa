"""The stories of channels and accounts."""

from collections import Counter

from marketsim.results.story import words
from marketsim.results.story.diary import Period
from marketsim.results.story.watcher import State, Watcher
from marketsim.world.states import AccountStatus, ChannelKind, ChannelStatus
from marketsim.world.world import World


class ChannelStory(Watcher):
    """Watches a row of channels."""

    table = "channels"

    def describe(self, world: World, now: State) -> str:
        """Return what it is."""
        return f"A {words.name(ChannelKind(now.kind))} of {words.shop(world, now.shop)}"

    def meet(self, world: World, now: State, first_day: bool) -> None:
        """Note the opening."""
        event, verb = ("first day", "Was there") if first_day else ("opened", "Was opened")
        self.note(event, f"{verb}, {now.followers:,.0f} followers.", self._home(world, now))
        if not first_day and now.status != ChannelStatus.LIVE:
            self._status(world, now)

    def compare(self, world: World, was: State, now: State) -> None:
        """Note changes of status."""
        if now.status != was.status:
            self._status(world, now)

    def _status(self, world: World, now: State) -> None:
        said = {
            ChannelStatus.LIVE: "Is not under threat any more.",
            ChannelStatus.FOUND: f"Was found by the police; the block takes effect on {words.date(now.blocks_on)}.",
            ChannelStatus.BLOCKED: f"Was blocked, with {now.followers:,.0f} followers.",
            ChannelStatus.ABANDONED: "Was given up by the shop.",
        }
        status = ChannelStatus(now.status)
        self.note(status.name.lower(), said[status], self._home(world, now))

    def count(self, world: World, row: int, now: State) -> None:
        """Keep the followers."""
        if now.status <= ChannelStatus.FOUND:
            self.diary.keep(self._today, self._home(world, now), Counter(), {"followers": now.followers})

    def sum_up(self, period: Period) -> str:
        """Tell the followers of longer times."""
        return f"Had {period.last['followers']:,.0f} followers at last." if period.days > 1 else ""

    def _home(self, world: World, now: State) -> str:
        return words.place(world, world.shops.region[now.shop]) if now.shop >= 0 else ""


class AccountStory(Watcher):
    """Watches a row of accounts."""

    table = "accounts"

    def describe(self, world: World, now: State) -> str:
        """Return what it is."""
        holder = f" of dropper {int(world.staff.uid[now.holder])}" if now.holder >= 0 else ""
        kind = "A wallet in crypto-currency" if now.crypto else f"A bank account{holder}"
        return f"{kind} through which {words.shop(world, now.shop)} is paid"

    def meet(self, world: World, now: State, first_day: bool) -> None:
        """Note the opening."""
        self.note("first day" if first_day else "opened", "Was there." if first_day else "Was opened.")
        if now.status != AccountStatus.OPEN:
            self.compare(world, now, now)

    def compare(self, world: World, was: State, now: State) -> None:
        """Note freezing and closing, and the loss of the holder."""
        if now.status != was.status:
            frozen = now.status == AccountStatus.FROZEN
            self.note("frozen" if frozen else "closed", "Was frozen by the bank." if frozen else "Was closed.")
        elif was.holder >= 0 > now.holder:
            self.note("holder gone", "Its holder is gone.")
