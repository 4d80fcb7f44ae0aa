"""Control of what synthetics are made from."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class PrecursorControl(Intervention, kind="precursor_control"):
    """The state punishes the circulation of precursors, follows purchases and inspects sellers, also of equipment.

    Pulls   levers.precursor_liability, levers.purchase_tracing, levers.purchase_inspection, levers.equipment_control
    Source  law-precursor and the bill of 2024 (liability beyond smuggling); McKetin et al. 2011 (what such control
            reaches while no other source exists)
    """

    liability: float | None = param(
        None,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="law-precursor: 0 is smuggling only, 1 the bill of 2024 in full",
    )
    """How far circulation, and not only smuggling, is punished and pursued."""
    tracing: float | None = param(None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share")
    """Share of purchases at home whose buyer the police learn."""
    inspection: float | None = param(
        None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share"
    )
    """Share of purchases at home that inspectors stop and seize."""
    equipment: float | None = param(None, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published share")
    """Share of sales of laboratory equipment whose buyer is checked."""

    def pull(self, world: World, strength: float) -> None:
        """Move liability, tracing, inspection and checks of equipment sales."""
        levers = world.levers
        levers.precursor_liability = towards(levers.precursor_liability, self.liability, strength)
        levers.purchase_tracing = towards(levers.purchase_tracing, self.tracing, strength)
        levers.purchase_inspection = towards(levers.purchase_inspection, self.inspection, strength)
        levers.equipment_control = towards(levers.equipment_control, self.equipment, strength)
