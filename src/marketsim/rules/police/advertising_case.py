"""Cases of advertising against taggers."""

import numpy as np

from marketsim.core.compiling import kernel
from marketsim.core.decisions import decision
from marketsim.core.draws import draw, happens, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.capacity import capacity
from marketsim.world.counts import Count
from marketsim.world.detention import detain_staff
from marketsim.world.states import Role, StaffStatus, Unit
from marketsim.world.world import World

ADVERTISING = decision("advertising.case")


@kernel
def _cases(seed, day, cases, half, weight, uid, role, status, size):
    """Return the taggers against whose adverts a case is opened today."""
    taggers = np.empty(size, np.int64)
    working = 0
    for row in range(size):
        if role[row] == Role.TAGGER and status[row] == StaffStatus.ACTIVE:
            taggers[working] = row
            working += 1
    opened = 0
    for i in range(working):
        row = taggers[i]
        word, _, _, _ = draw(seed, uid[row], day, ADVERTISING, 0)
        if happens(word, cases / (weight * working + half)):
            taggers[opened] = row
            opened += 1
    return taggers[:opened]


class AdvertisingCase(Rule):
    """Patrols open cases about adverts on walls; in some they find the tagger.

    Who     active taggers, while advertising is an offence
    When    after the cases of sale
    Chance  1 - exp(-cases a day / (taggers + half)); the tagger is found with a fixed share
    Reads   staff.role, status; levers.advertising_is_offence, capacity
    Writes  what detain_staff writes
    Source  advert-2021h, advert-2023, det-tag-2023
    """

    cases: float = param(
        3.6e-4,
        unit="cases / (officer * day)",
        low=0,
        high=1,
        grade=Grade.MEASURED,
        source="advert-2021h, advert-2023: no growth between them",
    )
    """Level: cases that a patrol officer opens in a day when there are very many taggers."""
    half: float = param(20.0, unit="taggers", low=0, high=10_000, grade=Grade.ASSUMED, source="adverts are everywhere")
    """Active taggers, whole market, at which officers open half of the cases that they could."""
    found: float = param(0.2, unit="share", low=0, high=1, grade=Grade.MEASURED, source="det-tag-2023 over advert-2023")
    """Share of cases in which the tagger is detained."""

    def __call__(self, world: World) -> None:
        """Open cases."""
        if not world.levers.advertising_is_offence:
            return
        staff = world.staff
        rows = _cases(
            world.seed, world.today.day, self.cases * capacity(world, Unit.PATROL, 1.0), self.half, world.shop_weight,
            staff.uid, staff.role, staff.status, staff.size,
        )  # fmt: skip
        for row in rows:
            world.tally.counts[Count.ADVERTISING_CASES, staff.region[row]] += staff.weight[row]
            _, caught, _, _ = draw(world.seed, staff.uid[row], world.today.day, ADVERTISING, 0)
            if unit(caught) < self.found:
                detain_staff(world, int(row))
