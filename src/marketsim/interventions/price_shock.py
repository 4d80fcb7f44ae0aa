"""Prices outside the country."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention, towards
from marketsim.world.world import World


class PriceShock(Intervention, kind="price_shock", accounted="import_price precursor_price"):
    """Products cost more or less abroad, or precursor does everywhere.

    Pulls   levers.import_price, levers.precursor_price
    Source  what happens in other countries; sizes are the question's (P18: how demand answers a supply shock)
    """

    products: tuple[str, ...] = ()
    """Names of the products meant by `import_price`; none for all."""
    import_price: float = param(1.0, unit="factor", low=0.05, high=20, grade=Grade.ASSUMED, source="1 is no change")
    """Price of a product abroad, for importers and exporters, relative to that without the shock."""
    precursor_price: float = param(1.0, unit="factor", low=0.05, high=20, grade=Grade.ASSUMED, source="1 is no change")
    """Price of precursor, at home and abroad, relative to that without the shock."""

    def pull(self, world: World, strength: float) -> None:
        """Move the prices of the products meant, and of precursor."""
        levers = world.levers
        for product, traits in enumerate(world.products):
            if not self.products or traits.name in self.products:
                levers.import_price[product] *= towards(1.0, self.import_price, strength)
        levers.precursor_price *= towards(1.0, self.precursor_price, strength)
