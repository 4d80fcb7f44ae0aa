"""The levels of the first day: how many persons, shops and officers there are in January 2017."""

from typing import Self

from pydantic import model_validator

from marketsim.core.parameters import Grade, ParameterSet, param


class FirstDay(ParameterSet):
    """Levels on the first day; how many persons, shops and officers there are in the whole country."""

    at_risk: int = param(
        135_000,
        unit="persons",
        low=10_000,
        high=2_000_000,
        grade=Grade.ASSUMED,
        source="defaults: 100,000 active in 2023 want a pool of this size",
    )
    """People who use or may start."""
    users: int = param(
        15_000,
        unit="persons",
        low=1_000,
        high=1_000_000,
        grade=Grade.ASSUMED,
        source="defaults: 30,000 in 2018, growing by 12,000 a year",
    )
    """Active users."""
    user_states: tuple[float, ...] = param(
        (0.55, 0.25, 0.2), unit="share", low=0, high=1, grade=Grade.BORROWED, source="defaults; dep-share"
    )
    """Shares of occasional, regular and dependent users."""
    metropolitan_prevalence: float = param(
        2.0,
        unit="factor",
        low=1,
        high=5,
        grade=Grade.ASSUMED,
        source="use is higher in cities; geo-share is kept as a check",
    )
    """People at risk per resident in metropolitan regions, relative to the others."""
    shops: int = param(
        80, unit="shops", low=1, high=2_000, grade=Grade.BORROWED, source="shops-2019, two years earlier"
    )
    """Open shops."""
    shop_money: float = param(
        3_000_000.0, unit="KZT / shop", low=0, high=1e9, grade=Grade.ASSUMED, source="two weeks of turnover"
    )
    """Money of a shop."""
    groups: int = param(
        14, unit="groups", low=1, high=64, grade=Grade.ASSUMED, source="groups-2023: a dozen a year suppressed in 2023"
    )
    """Active groups."""
    group_money: float = param(
        60_000_000.0, unit="KZT / group", low=0, high=1e10, grade=Grade.ASSUMED, source="one large load"
    )
    """Money of a group."""
    group_stock: float = param(
        2.5, unit="kg / group and product", low=0, high=1_000, grade=Grade.ASSUMED, source="about a month of retail"
    )
    """What a group holds of each product in its home region."""
    prisoners: int = param(
        450, unit="persons", low=0, high=10_000, grade=Grade.ASSUMED, source="defaults: prison stock on 2018-01-01"
    )
    """People in prison for trafficking in synthetics."""
    first_time_prisoners: float = param(
        0.58, unit="share", low=0, high=1, grade=Grade.BORROWED, source="conv-first-2023 over conv-2023"
    )
    """Share of those in prison who had never been convicted before."""
    remaining_sentence: float = param(
        12.0,
        unit="years",
        low=0.5,
        high=30,
        grade=Grade.ASSUMED,
        source="defaults: the stock hardly falls in 2017-2019",
    )
    """Mean time until the release of those in prison on the first day."""
    patrol_officers: int = param(
        700,
        unit="officers",
        low=0,
        high=20_000,
        grade=Grade.ASSUMED,
        source="a few per city cell-group; drug patrol duty only",
    )
    """Officers on patrol."""
    cyber_officers: int = param(
        60, unit="officers", low=0, high=5_000, grade=Grade.ASSUMED, source="no published staffing"
    )
    """Officers who look for channels."""
    investigators: int = param(
        160, unit="officers", low=0, high=5_000, grade=Grade.ASSUMED, source="no published staffing"
    )
    """Officers who work on cases."""
    laboratory_officers: int = param(
        60, unit="officers", low=0, high=5_000, grade=Grade.ASSUMED, source="two agencies (C01)"
    )
    """Officers of both agencies who look for laboratories."""
    border_officers: int = param(
        120, unit="officers", low=0, high=5_000, grade=Grade.ASSUMED, source="no published staffing"
    )
    """Officers who check loads."""
    finance_officers: int = param(
        20, unit="officers", low=0, high=5_000, grade=Grade.ASSUMED, source="no published staffing"
    )
    """Officers who look for shops' accounts."""
    corrupt_officers: float = param(
        0.05, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="chapter 2 names cases, no share"
    )
    """Share of officers who can be bought; of the National Security Committee three tenths of it (assumed)."""
    hot_spot_patrols: float = param(
        0.3, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="no published practice"
    )
    """Share of patrols that go where finds were made; the others walk at random."""
    know_how: float = param(
        0.002, unit="share", low=0, high=1, grade=Grade.ASSUMED, source="labs-2019: near none before"
    )
    """How widely the making of synthetics is known, 0 to 1."""
    wage: float = param(
        1_500.0, unit="KZT / drop", low=100, high=50_000, grade=Grade.ASSUMED, source="defaults: 13 % of revenue"
    )
    """Pay of a courier."""
    precursor_price: float = param(
        30_000.0,
        unit="KZT / kg",
        low=100,
        high=10_000_000,
        grade=Grade.ASSUMED,
        source="small beside the wholesale price",
    )
    """Price of precursors at home; a policy or shock multiplies it."""

    @model_validator(mode="after")
    def _some_state_has_users(self) -> Self:
        if not any(self.user_states):
            raise ValueError("user_states are all 0; give one state more than 0 at least")
        return self
