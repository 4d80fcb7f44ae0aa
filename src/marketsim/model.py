"""The day, and a simulation of many of them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from marketsim.core.compiling import mark_warm
from marketsim.core.parameters import ParameterSet
from marketsim.interventions.intervention import Intervention
from marketsim.measures.record import Record
from marketsim.rules.buyers.buyer_collect import BuyerCollect
from marketsim.rules.buyers.buyer_initiation import BuyerInitiation
from marketsim.rules.buyers.buyer_order import BuyerOrder
from marketsim.rules.buyers.buyer_progression import BuyerProgression
from marketsim.rules.buyers.buyer_search import BuyerSearch
from marketsim.rules.buyers.buyer_turnover import BuyerTurnover
from marketsim.rules.buyers.drop_loss import DropLoss
from marketsim.rules.calendar.calendar_day import CalendarDay
from marketsim.rules.couriers.courier_batch import CourierBatch
from marketsim.rules.couriers.courier_drop import CourierDrop
from marketsim.rules.couriers.staff_leaving import StaffLeaving
from marketsim.rules.health.hospital_admission import HospitalAdmission
from marketsim.rules.health.infection import Infection
from marketsim.rules.health.outreach_contact import OutreachContact
from marketsim.rules.health.poisoning import Poisoning
from marketsim.rules.health.screening_referral import ScreeningReferral
from marketsim.rules.health.treatment_entry import TreatmentEntry
from marketsim.rules.health.treatment_exit import TreatmentExit
from marketsim.rules.justice.charge_laying import ChargeLaying
from marketsim.rules.justice.court_sentence import CourtSentence
from marketsim.rules.justice.perceived_risk import PerceivedRisk
from marketsim.rules.justice.prison_release import PrisonRelease
from marketsim.rules.justice.supplier_risk import SupplierRisk
from marketsim.rules.justice.treatment_order import TreatmentOrder
from marketsim.rules.listing.substance_listing import SubstanceListing
from marketsim.rules.listing.substance_switching import SubstanceSwitching
from marketsim.rules.police.account_freezing import AccountFreezing
from marketsim.rules.police.advertising_case import AdvertisingCase
from marketsim.rules.police.buyer_arrest import BuyerArrest
from marketsim.rules.police.case_climbing import CaseClimbing
from marketsim.rules.police.channel_blocking import ChannelBlocking
from marketsim.rules.police.corruption_return import CorruptionReturn
from marketsim.rules.police.courier_arrest import CourierArrest
from marketsim.rules.police.customs_check import CustomsCheck
from marketsim.rules.police.laboratory_raid import LaboratoryRaid
from marketsim.rules.police.patrol_movement import PatrolMovement
from marketsim.rules.police.precursor_case import PrecursorCase
from marketsim.rules.police.test_purchase import TestPurchase
from marketsim.rules.police.use_arrest import UseArrest
from marketsim.rules.rule import Rule
from marketsim.rules.shops.shop_accounts import ShopAccounts
from marketsim.rules.shops.shop_cash_out import ShopCashOut
from marketsim.rules.shops.shop_channels import ShopChannels
from marketsim.rules.shops.shop_exit import ShopExit
from marketsim.rules.shops.shop_expansion import ShopExpansion
from marketsim.rules.shops.shop_export import ShopExport
from marketsim.rules.shops.shop_hiring import ShopHiring
from marketsim.rules.shops.shop_lottery import ShopLottery
from marketsim.rules.shops.shop_opening import ShopOpening
from marketsim.rules.shops.shop_pricing import ShopPricing
from marketsim.rules.shops.shop_profit import ShopProfit
from marketsim.rules.shops.shop_relocation import ShopRelocation
from marketsim.rules.supply.import_arrival import ImportArrival
from marketsim.rules.supply.import_departure import ImportDeparture
from marketsim.rules.supply.laboratory_abroad import LaboratoryAbroad
from marketsim.rules.supply.laboratory_closing import LaboratoryClosing
from marketsim.rules.supply.laboratory_cooking import LaboratoryCooking
from marketsim.rules.supply.laboratory_opening import LaboratoryOpening
from marketsim.rules.supply.laboratory_relocation import LaboratoryRelocation
from marketsim.rules.supply.precursor_purchase import PrecursorPurchase
from marketsim.rules.wholesale.depot_transfer import DepotTransfer
from marketsim.rules.wholesale.group_founding import GroupFounding
from marketsim.rules.wholesale.group_profit import GroupProfit
from marketsim.rules.wholesale.laboratory_delivery import LaboratoryDelivery
from marketsim.rules.wholesale.product_export import ProductExport
from marketsim.rules.wholesale.wholesale_delivery import WholesaleDelivery
from marketsim.rules.wholesale.wholesale_pricing import WholesalePricing
from marketsim.world.attribution import Attribution
from marketsim.world.audit import Stocks, check, count_stocks
from marketsim.world.capacity_course import CapacityCourse
from marketsim.world.compaction import compact
from marketsim.world.first_day import FirstDay
from marketsim.world.public_costs import PublicCosts
from marketsim.world.settling import settle
from marketsim.world.world import World


@dataclass(frozen=True)
class Stage:
    """A stage of the day: a name and its rules, in order."""

    name: str
    rules: tuple[type[Rule], ...]


DAY = (
    Stage("calendar", (CalendarDay,)),
    Stage(
        "listing",
        (
            SubstanceListing,
            SubstanceSwitching,
        ),
    ),
    Stage(
        "supply",
        (
            PrecursorPurchase,
            LaboratoryCooking,
            LaboratoryOpening,
            LaboratoryClosing,
            LaboratoryRelocation,
            LaboratoryAbroad,
            ImportDeparture,
            ImportArrival,
        ),
    ),
    Stage(
        "wholesale",
        (
            ProductExport,
            LaboratoryDelivery,
            DepotTransfer,
            WholesaleDelivery,
            GroupFounding,
            GroupProfit,
            WholesalePricing,
        ),
    ),
    Stage(
        "shops",
        (
            ShopPricing,
            ShopExport,
            ShopChannels,
            ShopAccounts,
            ShopCashOut,
            ShopHiring,
            ShopOpening,
            ShopExpansion,
            ShopExit,
            ShopRelocation,
            ShopProfit,
            ShopLottery,
        ),
    ),
    Stage("batches", (CourierBatch,)),
    Stage(
        "couriers",
        (
            StaffLeaving,
            CourierDrop,
        ),
    ),
    Stage(
        "buyers",
        (
            BuyerTurnover,
            BuyerInitiation,
            BuyerProgression,
            BuyerOrder,
            BuyerSearch,
            BuyerCollect,
            DropLoss,
        ),
    ),
    Stage(
        "police",
        (
            PatrolMovement,
            CourierArrest,
            BuyerArrest,
            UseArrest,
            ChannelBlocking,
            TestPurchase,
            CaseClimbing,
            AdvertisingCase,
            PrecursorCase,
            LaboratoryRaid,
            CustomsCheck,
            AccountFreezing,
            CorruptionReturn,
        ),
    ),
    Stage(
        "justice",
        (
            TreatmentOrder,
            ChargeLaying,
            CourtSentence,
            PrisonRelease,
            PerceivedRisk,
            SupplierRisk,
        ),
    ),
    Stage(
        "health",
        (
            OutreachContact,
            Poisoning,
            HospitalAdmission,
            TreatmentExit,
            ScreeningReferral,
            TreatmentEntry,
            Infection,
        ),
    ),
)
"""What happens in a day, in order. Before it, policies pull levers; after it, the day is recorded."""


class Simulation:
    """One run of the market, day by day.

    Attributes:
        world: All state.
        record: What was kept of the days so far.
    """

    def __init__(
        self,
        world: World,
        parameters: Mapping[str, ParameterSet],
        policies: Sequence[Intervention],
        days: int,
        without: Collection[str] = (),
        audit: bool = False,
    ) -> None:
        """Settle the first day.

        Args:
            world: An empty world.
            parameters: Parameter sets by name; a rule without an entry keeps its defaults.
            policies: Interventions; the one that starts later pulls later, so that it supersedes.
            days: Days for which to make room in the record.
            without: Names of stages to leave out (to see what a stage does).
            audit: Check the books every evening.

        Raises:
            ValueError: `without` names a stage that does not exist.
        """
        names = {stage.name for stage in DAY} | {"measures"}
        if unknown := set(without) - names:
            raise ValueError(f"There is no stage {', '.join(sorted(unknown))}; stages are {', '.join(sorted(names))}.")
        self.world = world
        self.policies = tuple(sorted(policies, key=lambda policy: policy.start))
        self.rules: tuple[Rule, ...] = tuple(
            parameters.get(rule.name) or rule()  # type: ignore[misc]
            for stage in DAY
            if stage.name not in without
            for rule in stage.rules
        )
        costs, course = parameters.get("public_costs"), parameters.get("capacity_course")
        treatment = parameters.get("treatment_entry") or TreatmentEntry()
        assert costs is None or isinstance(costs, PublicCosts)
        assert isinstance(treatment, TreatmentEntry)
        self.record = Record(days, world, costs, (treatment.places, treatment.adolescent_places))
        if isinstance(course, CapacityCourse):
            world.capacity_course = course
        self._measures = "measures" not in without
        first_day = parameters.get("first_day") or FirstDay()
        assert isinstance(first_day, FirstDay)
        attribution = parameters.get("attribution") or Attribution()
        assert isinstance(attribution, Attribution)
        world.attribution = attribution
        settle(world, first_day)
        world.start_day()
        self._stocks: Stocks | None = count_stocks(world) if audit else None
        self._started = False

    def step(self) -> None:
        """Live one day."""
        for _ in self.rule_by_rule():
            pass

    def rule_by_rule(self) -> Iterator[None]:
        """Live one day and pause after every rule, so that simulations can take turns."""
        world = self.world
        if self._started:
            world.today.day += 1
        self._started = True
        world.start_day()
        compact(world)
        for policy in self.policies:
            if strength := policy.strength(world.today.day):
                policy.act(world, strength)
        for rule in self.rules:
            rule(world)
            yield
        if self._stocks is not None:
            self._stocks = check(world, self._stocks)
        if self._measures:
            self.record.take(world)

    def run(self, days: int) -> None:
        """Live `days` days."""
        for _ in range(days):
            self.step()
        mark_warm()
