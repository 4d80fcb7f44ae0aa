"""The substances of the market: names with a price, a pack size and an origin."""

from collections.abc import Iterable

from pydantic import model_validator

from marketsim.core.parameters import Grade, ParameterSet, param


class Product(ParameterSet):
    """One product."""

    name: str
    """Name as in scenario files, in lower case with underscores."""
    family: str
    """Class of substance: cathinone, cannabinoid or other."""
    share: float = param(0.33, unit="share", low=0, high=1, grade=Grade.BORROWED, source="share-meph, share-apvp")
    """Share of users who prefer it on the first day (shares of all products are made to add up to one)."""
    dose: float = param(0.333, unit="g", low=0.01, high=5, grade=Grade.MEASURED, source="dose-g")
    """Grams of one dose."""
    packs: tuple[float, ...] = param(
        (0.3, 0.5, 1.0, 2.0), unit="g", low=0.05, high=50, grade=Grade.BORROWED, source="order-apvp, order-meph"
    )
    """Pack sizes on sale, grams, rising."""
    pack_shares: tuple[float, ...] = param(
        (0.35, 0.4, 0.2, 0.05),
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="makes the mean pack of order-apvp, order-meph",
    )
    """Share of parcels of each size."""
    price: float = param(
        18_000.0, unit="KZT / g", low=500, high=500_000, grade=Grade.MEASURED, source="price-apvp, price-meph, fx"
    )
    """Usual retail price of one gram, to which wishes refer."""
    wholesale_price: float = param(
        6_000.0, unit="KZT / g", low=50, high=200_000, grade=Grade.ASSUMED, source="a third of the retail price"
    )
    """Wholesale price on the first day."""
    import_price: float = param(
        4_500.0,
        unit="KZT / g",
        low=50,
        high=200_000,
        grade=Grade.ASSUMED,
        source="three quarters of the first wholesale price",
    )
    """What an importer pays abroad, transport included."""
    made_at_home: float = param(
        0.5,
        unit="share",
        low=0,
        high=1,
        grade=Grade.ASSUMED,
        source="labstock-1, covid-price-apvp: mephedrone is made at home, others come in",
    )
    """Chance that a new laboratory chooses it, relative to the other products."""
    potency_spread: float = param(
        0.3, unit="log standard deviation", low=0, high=2, grade=Grade.ASSUMED, source="no published series"
    )
    """Spread of strength between packs."""
    listed: bool = param(True, unit="yes or no", grade=Grade.MEASURED, source="law-lists-2024")
    """Listed on the first day."""

    @model_validator(mode="after")
    def _packs_have_shares(self) -> "Product":
        if len(self.packs) != 4 or len(self.pack_shares) != 4:
            raise ValueError("packs and pack_shares want four entries each")
        if list(self.packs) != sorted(set(self.packs)) or self.packs[0] < 0.05 or self.packs[-1] > 50:
            raise ValueError("packs must rise, from 0.05 to 50 g")
        if min(self.pack_shares) < 0 or not 0.999 < sum(self.pack_shares) < 1.001:
            raise ValueError("pack_shares must be at least 0 and add up to 1")
        return self


DEFAULT_PRODUCTS = (
    Product(
        name="alpha_pvp",
        family="cathinone",
        share=0.38,
        price=14_400.0,
        wholesale_price=4_800.0,
        import_price=3_400.0,
        made_at_home=0.3,
    ),
    Product(
        name="mephedrone",
        family="cathinone",
        share=0.42,
        price=23_850.0,
        wholesale_price=8_000.0,
        import_price=6_400.0,
        made_at_home=0.65,
        packs=(0.4, 0.5, 1.0, 2.0),
    ),
    Product(
        name="cannabinoid",
        family="cannabinoid",
        share=0.2,
        price=16_000.0,
        wholesale_price=5_000.0,
        import_price=3_600.0,
        made_at_home=0.05,
        potency_spread=0.6,
    ),
)
"""The products of the history: two cathinones and the cannabinoids taken as one."""


def nowhere_above_zero(products: Iterable[Product]) -> list[str]:
    """Return the fields that say how products divide a whole between them and yet are 0 for each."""
    held = list(products)
    return [field for field in ("share", "made_at_home") if not any(getattr(product, field) for product in held)]
