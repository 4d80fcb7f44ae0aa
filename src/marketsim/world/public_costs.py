"""What the state pays for one detention, hearing, prison day and so on, and from which budget."""

from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from marketsim.core.parameters import Grade, ParameterSet, param


class BudgetLine(StrEnum):
    """Whose budget pays."""

    POLICE = "police"
    COURTS = "courts"
    PRISONS = "prisons"
    HEALTH = "health"
    SOCIAL = "social"


LINES = tuple(BudgetLine)
"""Budget lines in the order in which arrays hold them."""


class Bound(IntEnum):
    """Which end of an assumed cost."""

    LOW = 0
    VALUE = 1
    HIGH = 2


class PublicCosts(ParameterSet):
    """Unit costs, each as low end, value and high end. None of them is reported; all are assumed.

    They count what the state does and whom it keeps at work. A policy that states a `cost_per_year` pays for its own
    officers, places and outreach with it: these are then not counted a second time at unit costs.
    """

    officer_year: tuple[float, ...] = param(
        (3_000_000.0, 6_000_000.0, 10_000_000.0),
        unit="KZT / officer and year",
        low=0,
        high=1e9,
        grade=Grade.ASSUMED,
        source="a public wage with contributions, vehicle and equipment",
        ordered=True,
    )
    """Police: an officer at work for a year."""
    detention: tuple[float, ...] = param(
        (20_000.0, 60_000.0, 150_000.0),
        unit="KZT / person",
        low=0,
        high=1e9,
        grade=Grade.ASSUMED,
        source="arrest, transport and an expert opinion; officers' pay is in officer_year, custody in prison_day",
        ordered=True,
    )
    """Police: a detention, of whomever; nights in custody until the verdict are prison days."""
    investigation_case: tuple[float, ...] = param(
        (150_000.0, 500_000.0, 1_500_000.0),
        unit="KZT / case",
        low=0,
        high=1e9,
        grade=Grade.ASSUMED,
        source="purchases, expert opinions and travel of a month; officers' pay is in officer_year",
        ordered=True,
    )
    """Police: a case of online sale or of advertising."""
    court_hearing: tuple[float, ...] = param(
        (50_000.0, 150_000.0, 400_000.0),
        unit="KZT / verdict",
        low=0,
        high=1e9,
        grade=Grade.ASSUMED,
        source="some days of judge, prosecutor and defence",
        ordered=True,
    )
    """Courts: the hearings until a conviction."""
    prison_day: tuple[float, ...] = param(
        (3_000.0, 6_000.0, 12_000.0),
        unit="KZT / person and day",
        low=0,
        high=1e9,
        grade=Grade.ASSUMED,
        source="guards, food and buildings at half a public wage to one and a half; custody taken to cost the same",
        ordered=True,
    )
    """Prisons: a person in prison, or in custody before a verdict, for a day."""
    treatment_day: tuple[float, ...] = param(
        (8_000.0, 15_000.0, 30_000.0),
        unit="KZT / person and day",
        low=0,
        high=1e9,
        grade=Grade.ASSUMED,
        source="between a prison day and a hospital day",
        ordered=True,
    )
    """Health: a place in treatment that is taken, for a day."""
    hospital_stay: tuple[float, ...] = param(
        (100_000.0, 250_000.0, 600_000.0),
        unit="KZT / stay",
        low=0,
        high=1e9,
        grade=Grade.ASSUMED,
        source="a stay of about ten days",
        ordered=True,
    )
    """Health: a first stay in hospital for synthetics."""
    poisoning_care: tuple[float, ...] = param(
        (30_000.0, 80_000.0, 200_000.0),
        unit="KZT / poisoning",
        low=0,
        high=1e9,
        grade=Grade.ASSUMED,
        source="an ambulance and a day or two in hospital",
        ordered=True,
    )
    """Health: the care of a poisoning."""
    outreach_contact: tuple[float, ...] = param(
        (1_000.0, 3_000.0, 8_000.0),
        unit="KZT / contact",
        low=0,
        high=1e9,
        grade=Grade.ASSUMED,
        source="half an hour of an outreach worker, and supplies",
        ordered=True,
    )
    """Social: a contact of outreach with a user."""
    outreach_contacts: tuple[float, ...] = param(
        (6.0, 12.0, 24.0),
        unit="contacts / person and year",
        low=0,
        high=1_000,
        grade=Grade.ASSUMED,
        source="about one a month",
        ordered=True,
    )
    """Social: contacts a year with each user whom outreach reaches."""

    def table(self) -> NDArray[np.float64]:
        """Return all of them as an array, shape (unit cost, Bound), in the order of `UNIT_COSTS`."""
        return np.array([getattr(self, name) for name in UNIT_COSTS], np.float64)


UNIT_COSTS = tuple(PublicCosts.model_fields)
"""Names of the unit costs, in the order in which arrays hold them."""
