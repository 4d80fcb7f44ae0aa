"""What courts give for each charge."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.states import Charge
from marketsim.world.world import World


class Sentencing(Intervention, kind="sentencing", budget="courts"):
    """Courts give longer or shorter sentences, or online sale becomes (or ceases to be) its own grave charge.

    Pulls   levers.sentence_years, levers.online_sale_is_grave
    Source  law-possession, law-sale; online sale graded especially grave from January 2020 (chapter 2)
    """

    possession: float | None = param(None, unit="years", low=0, high=25, grade=Grade.MEASURED, source="law-possession")
    """Mean sentence for possession."""
    sale: float | None = param(None, unit="years", low=0, high=25, grade=Grade.MEASURED, source="law-sale")
    """Mean sentence for sale."""
    online_sale: float | None = param(None, unit="years", low=0, high=25, grade=Grade.MEASURED, source="law-sale")
    """Mean sentence for sale online, while that is a charge of its own."""
    production: float | None = param(None, unit="years", low=0, high=25, grade=Grade.MEASURED, source="law-sale")
    """Mean sentence for production."""
    equipment: float | None = param(None, unit="years", low=0, high=25, grade=Grade.ASSUMED, source="no published mean")
    """Mean sentence for holding equipment."""
    precursor_circulation: float | None = param(
        None, unit="years", low=0, high=25, grade=Grade.ASSUMED, source="no published mean"
    )
    """Mean sentence for the circulation of precursors, where that is punished."""
    online_sale_is_grave: bool | None = param(
        None,
        unit="yes or no",
        grade=Grade.MEASURED,
        source="law of December 2019, in force from January 2020 (chapter 2)",
    )
    """Online sale is its own, especially grave, charge: from the first day in force, whatever the strength."""

    def pull(self, world: World, strength: float) -> None:
        """Move the sentences of the charges named."""
        levers = world.levers
        for charge in Charge:
            years = getattr(self, charge.name.lower(), None)
            if years is not None:
                levers.sentence_years[charge] = towards(float(levers.sentence_years[charge]), years, strength)
        if self.online_sale_is_grave is not None:
            levers.online_sale_is_grave = self.online_sale_is_grave
