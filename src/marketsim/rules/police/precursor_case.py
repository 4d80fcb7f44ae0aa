"""Who sells precursors to a group is found through a purchase that inspectors stopped or the police traced."""

import numpy as np

from marketsim.core.decisions import decision
from marketsim.core.draws import child_uid, draw, unit
from marketsim.core.parameters import Grade, param
from marketsim.rules.rule import Rule
from marketsim.world.states import Charge, LaboratoryStatus, Role
from marketsim.world.strangers import detain_stranger
from marketsim.world.world import World

CASE = decision("precursor.case")


class PrecursorCase(Rule):
    """The people behind a purchase of precursor are charged with circulation, as far as the law goes.

    Who     laboratories that bought precursor at home today
    When    before laboratory_raid
    Chance  known: stopped by inspectors, or traced with the share of purchases that the police learn of, from records
            or from sellers; then charged
            with the share that circulation is punished and pursued. Draws are one a purchase
    Reads   laboratories.bought_on, stopped; levers.precursor_liability, purchase_tracing; market.precursor_named
    Writes  staff (new rows, detained)
    Source  law-precursor: only smuggling is punished until 2024, so that nobody is charged before
    """

    persons: int = param(
        1, unit="persons / case", low=0, high=50, grade=Grade.ASSUMED, source="who fetches; who sells is often a firm"
    )
    """People detained in a case."""

    def __call__(self, world: World) -> None:
        """Open the cases of today's purchases."""
        laboratories, liability = world.laboratories, float(world.levers.precursor_liability)
        if liability <= 0.0:
            return
        share = world.market.traced_share(float(world.levers.purchase_tracing))
        bought = laboratories.used("bought_on") == world.today.day
        for row in (bought & (laboratories.used("status") == int(LaboratoryStatus.OPEN))).nonzero()[0]:
            traced, charged, _, _ = draw(world.seed, laboratories.uid[row], world.today.day, CASE, 0)
            known = laboratories.stopped[row] or unit(traced) < share
            if known and unit(charged) < liability:
                self._detain(world, int(row))

    def _detain(self, world: World, row: int) -> None:
        laboratories = world.laboratories
        for ordinal in range(self.persons):
            detain_stranger(
                world,
                uid=np.uint64(child_uid(laboratories.uid[row], world.today.day, CASE, ordinal)),
                role=Role.PRECURSOR_SUPPLIER,
                region=int(laboratories.region[row]),
                charge=Charge.PRECURSOR_CIRCULATION,
            )
