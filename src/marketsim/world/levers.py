"""Today's levers: what policies and shocks change about the law, the police, care and the world.

Every morning the levers return to the state without any policy; then each policy of the scenario pulls the ones
that it moves; then rules read them. A lever is a thing that somebody can do (officers, days, grams, years,
places), never a factor on an outcome.
"""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from marketsim.world.states import Charge, PatrolStrategy, Role, Unit, WeightGrade

BUYER = len(Role)
"""Column of `sentence_low` and `sentence_high` for people outside the trade."""

AGE_BANDS = 4
"""Under 18, 18 to 24, 25 to 34, 35 on."""


class Levers:
    """The levers of one day."""

    threshold_mg: NDArray[np.int64]
    """Weight from which a grade begins, mg, shape (product, 3): medium, large, especially large."""
    sentence_low: NDArray[np.float64]
    """Shortest sentence for a charge, years, shape (Charge, Role and one more, `BUYER`)."""
    sentence_high: NDArray[np.float64]
    """Longest sentence for a charge, years, shape as `sentence_low`."""
    possession_from: int
    """`WeightGrade` from which mere holding is a crime, `NEVER` for none; below it is a matter for a fine."""
    listing_delay: float
    """Days from the identification of a formula to its listing."""
    analogue_notion: float
    """Share of cases with an unlisted formula that courts accept as an analogue, 0 to 1."""
    online_sale_is_grave: bool
    """Online sale is its own, especially grave, charge."""
    advertising_is_offence: bool
    precursor_liability: float
    """How far circulation of precursors (not only smuggling) is punished and pursued, 0 to 1."""
    purchase_tracing: float
    """Share of precursor purchases whose buyer the police learn from records, 0 to 1; sellers name others."""
    purchase_inspection: float
    """Share of precursor purchases at home that inspectors stop and seize, 0 to 1."""

    capacity: NDArray[np.float64]
    """Officers at work in each unit, relative to the unit's own course without policies, shape (Unit,)."""
    automatic_monitoring: float
    """Finds of channels a day by automatic monitoring, whole country, at its usual effort."""
    monitoring_effort: float
    """Automatic monitoring at work, relative to what policies have set up; apart, so that their order is no matter."""
    block_delay: float
    """Days from the finding of a channel to its block."""
    platform_cooperation: float
    """Share of blocking requests that the messenger platform itself carries out, 0 to 1."""
    platform_finds: float
    """Channels a day that the messenger platform finds and takes down by itself, whole country."""
    patrol_strategy: NDArray[np.float64]
    """Share of patrols that are told to follow each strategy, shape (PatrolStrategy,); the others keep their own."""
    performance_targets: float
    """Share of officers' time that targets draw to easy cases before the end of a quarter, 0 to 1."""
    target_days: float
    """Days before the end of a quarter in which targets draw."""
    corruption: float
    """Share of the initial corruption that remains, 0 to 1."""
    informant_rewards: float
    """Share of detained members of shops, and of people near laboratories, whom a reward makes talk, 0 to 1."""
    international_cooperation: float
    """Chance that a person abroad, once identified, is handed over, 0 to 1."""
    exchange_control: float
    """Share of exchange offices that ask where crypto-currency comes from, 0 to 1."""
    forensic_days: float
    """Days from seizure to identification of a listed substance."""
    forensic_unlisted: float
    """Chance that an unlisted formula is identified at all, 0 to 1."""
    forensic_capacity: float
    """Analyses that the state's laboratories can finish in a day, whole country."""
    court_hearings: float
    """Accused whom the courts can judge in a day, whole country."""
    public_use_hours: float
    """Share of patrol hours spent on people who use in public, 0 to 0.95; the rest goes to parcels."""
    resocialisation: float
    """Share of released people reached by help with work and housing, 0 to 1."""

    treatment_places: float
    """Public places for treatment of adults, relative to those of the first day."""
    adolescent_places: float
    """Places for treatment of people under 18, relative to those of the first day."""
    anonymous_places: float
    """Places for treatment of adults without registration, whole country."""
    screening: NDArray[np.float64]
    """Share of regular and dependent users a year whom screening identifies, 0 to 1, shape (age band,)."""
    compulsory_detained: float
    """Share of dependent users brought in by the police whom a court orders to treatment, 0 to 1."""
    compulsory_registered: float
    """Share of dependent users on the register whom a court orders to treatment in a year, 0 to 1."""
    continuing_care: float
    """Share of those who leave treatment abstinent, not anonymously, who are put under observation, 0 to 1."""
    observation_days: float
    """Days of observation after treatment."""
    outreach: NDArray[np.float64]
    """Share of users in contact with outreach on the web, 0 to 1, shape (region,)."""
    supplies: NDArray[np.float64]
    """Share of those in contact who use clean needles and condoms, 0 to 1, shape (region,)."""
    drug_checking: NDArray[np.float64]
    """Share of those in contact who have what they bought checked, 0 to 1, shape (region,)."""
    prevention_universal: float
    """Share of all young people in programmes of prevention, 0 to 1."""
    prevention_selective: float
    """Share of young people at higher risk in programmes for them, 0 to 1."""
    prevention_indicated: float
    """Share of occasional users who are told of their own risk, 0 to 1."""
    medicine_availability: float
    """Share of users who want potent medicines and get them from pharmacies, 0 to 1."""
    courier_prevention: float
    """Share of would-be couriers who are told and understand the risk, 0 to 1."""

    mobility: float
    """Movement of people relative to a usual day, 0 to 1; delivery riders may move when others may not."""
    border_openness: float
    """Traffic across borders relative to a usual day, 0 to 1."""
    escrow: float
    """Share of payments on the marketplace that it still holds and settles, 0 to 1."""
    stockpiling: float
    """Relative wish to buy ahead, added to usual wishes (0 on a usual day)."""
    relocating_laboratories: float
    """Laboratories a year that producers abroad move here."""
    marketplace_open: bool
    """The dominant regional marketplace is open."""
    import_price: NDArray[np.float64]
    """What a product costs abroad relative to usual, shape (product,)."""
    precursor_price: float
    """What precursor costs, at home and abroad, relative to usual."""
    equipment_control: float
    """Share of sales of laboratory equipment whose buyer is checked, 0 to 1."""

    def __init__(self, products: int, regions: int = 1) -> None:
        """Make the levers of a country without any policy, as on the first day of 2017."""
        self.threshold_mg = np.zeros((products, 3), np.int64)
        self.sentence_low = np.zeros((len(Charge), len(Role) + 1), np.float64)
        self.sentence_high = np.zeros((len(Charge), len(Role) + 1), np.float64)
        self.capacity = np.ones(len(Unit), np.float64)
        self.import_price = np.ones(products, np.float64)
        self.patrol_strategy = np.zeros(len(PatrolStrategy), np.float64)
        self.screening = np.zeros(AGE_BANDS, np.float64)
        self.outreach = np.zeros(regions, np.float64)
        self.supplies = np.zeros(regions, np.float64)
        self.drug_checking = np.zeros(regions, np.float64)
        self._set_law()
        self._set_police()
        self._set_care()
        self._set_market()

    def places(self) -> NDArray[np.float64]:
        """Return places for treatment, shape (3,): public, adolescents' (both relative to the first day), anonymous."""
        return np.array([self.treatment_places, self.adolescent_places, self.anonymous_places])

    def reset(self) -> None:
        """Return to the law and the world of 2017; every policy and event after that is an intervention."""
        numbers, arrays = _without_policy(len(self.threshold_mg), len(self.outreach))
        vars(self).update(numbers)
        for name, first in arrays.items():
            getattr(self, name)[:] = first

    def _set_law(self) -> None:
        self.threshold_mg[:] = (500, 50_000, 250_000)  # sale: law-threshold-old; the grades around it are assumed
        for charge, low, high in (
            (Charge.POSSESSION, 2.0, 4.0),  # around the lower end of law-possession, before October 2021: assumed
            (Charge.SALE, 3.5, 10.5),  # as wide as law-sale, before online sale became especially grave: assumed
            (Charge.ONLINE_SALE, 3.5, 10.5),  # likewise
            (Charge.PRODUCTION, 5.0, 15.0),  # law-sale
            (Charge.EQUIPMENT, 2.0, 4.0),  # assumed
            (Charge.PRECURSOR_CIRCULATION, 2.0, 4.0),  # assumed
            (Charge.SALE_TO_MINORS, 10.0, 15.0),  # below law-minor, which is of 2020: assumed
        ):
            self.sentence_low[charge] = low
            self.sentence_high[charge] = high
        self.possession_from = int(WeightGrade.LARGE)  # law-possession: 1 g is the large weight since October 2021
        self.listing_delay = 365.0  # law-list-old, reading of 12 months (C07)
        self.analogue_notion = 0.1  # assumed
        self.online_sale_is_grave = False
        self.advertising_is_offence = False
        self.precursor_liability = 0.0  # law-precursor: smuggling only
        self.purchase_tracing = 0.0
        self.purchase_inspection = 0.0

    def _set_police(self) -> None:
        self.automatic_monitoring = 0.0
        self.monitoring_effort = 1.0
        self.block_delay = 10.0  # assumed
        self.platform_cooperation = 0.1  # assumed
        self.platform_finds = 0.0
        self.performance_targets = 0.0
        self.target_days = 14.0  # assumed: the last two weeks before a report
        self.corruption = 1.0
        self.informant_rewards = 0.0
        self.international_cooperation = 0.02  # assumed
        self.exchange_control = 0.0
        self.forensic_days = 14.0  # assumed
        self.forensic_unlisted = 0.3  # assumed
        self.forensic_capacity = 15.0  # assumed: about twice the finds of 2023, so that no queue stood then
        self.court_hearings = 5.0  # assumed: about twice the cases of 2023, so that no queue stood then
        self.public_use_hours = 0.0
        self.resocialisation = 0.0

    def _set_care(self) -> None:
        self.treatment_places = 1.0
        self.adolescent_places = 1.0
        self.anonymous_places = 0.0  # assumed: private clinics are left out
        self.compulsory_detained = 0.0  # assumed: courts hardly use it for synthetics
        self.compulsory_registered = 0.0
        self.continuing_care = 0.0  # the bill of 2024 brings it
        self.observation_days = 365.0  # assumed; counts only with continuing care
        self.outreach.fill(0.02)  # outreach: six channels in four regions, which are not named; the share is assumed
        self.supplies.fill(0.5)  # assumed: points of trust give needles to those who come
        self.drug_checking.fill(0.0)  # assumed: there is none
        self.prevention_universal = 0.0  # what schools do already is in the level of initiation
        self.prevention_selective = 0.0
        self.prevention_indicated = 0.0
        self.medicine_availability = 0.8  # assumed: sold over the counter in practice
        self.courier_prevention = 0.0

    def _set_market(self) -> None:
        self.mobility = 1.0
        self.border_openness = 1.0
        self.escrow = 1.0
        self.stockpiling = 0.0
        self.relocating_laboratories = 0.0
        self.marketplace_open = True
        self.precursor_price = 1.0
        self.equipment_control = 0.0


@cache
def _without_policy(products: int, regions: int) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """Return the levers without any policy by name: those that are numbers, and those that are arrays."""
    first = vars(Levers(products, regions))
    arrays = {name: value for name, value in first.items() if isinstance(value, np.ndarray)}
    return {name: value for name, value in first.items() if name not in arrays}, arrays
