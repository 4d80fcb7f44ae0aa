"""What everybody can know about the market as a whole: prices, wages, risks, spread."""

import numpy as np
from numpy.typing import NDArray

from marketsim.world.states import Care, ChannelKind, LaboratoryClass, Role, Route, WeightGrade


class Market:
    """State of the market that belongs to no single agent. Rules of one day read yesterday's values.

    Attributes:
        wholesale_price: KZT / g, float64, shape (product,).
        retail_price: Mean price of one gram over open shops, weighted by demand, KZT, float64, shape (product,).
        offtake: Wanted from shops, whole market, mg a day, float64, shape (product,).
        cover: Days of offtake in the depots of active groups and on the way to them, float64, shape (product,).
        usual_price: Price of one gram to which wishes refer, KZT, float64, shape (product,).
        mean_wage: Mean pay for one drop, KZT.
        precursor_price: Usual price at home, KZT / kg.
        precursor_cost: What a kilogram of precursor that arrives costs makers at home, over purchases here and abroad,
            KZT; infinite where none can be had.
        makers_margin: What makers and their groups want above the cost of making a gram, KZT.
        know_how: How widely the making of synthetics is known at home, 0 to 1.
        users_share: Share of the population at risk that uses now, float64, shape (region,).
        channels_share: Live channels relative to those of a well-served market, float64, shape (region,).
        wished: Moving average of wishes, served or not, whole market, mg a day, float64, shape (product, region). Left
            out are those of people who cannot pay the smallest pack of the last shop with parcels that they tried.
        unserved: The part of `wished` that ended without an order, whatever the cause: no shop known, none that can
            serve or answers, nothing left that the buyer can afford; likewise.
        risk: Detentions a year per active person, moving average, float64, shape (Role, region).
        buyer_risk: Detentions a year per active buyer, moving average, float64, shape (region,).
        expected_sentence: Expected sentence on detention, years, float64, shape (Role,).
        channel_loss: Blocks a year per live channel, moving average, float64, shape (ChannelKind,).
        freezing_risk: Freezings a year per open bank account, moving average.
        sentence_today: What courts give on average under today's law, years, float64, shape (Role, WeightGrade).
        court_time: Accused whom the courts could still judge with the hearings that they have saved up.
        forensic_queue: Analyses for which the state's laboratories have had no time yet.
        formula_appeared_on: Day on which the newest unlisted formula appeared, -1 if none is about, int32, shape
            (product,).
        formula_identified_on: Day on which the state's laboratories first identified that formula, -1 if they have not,
            int32, shape (product,).
        listed_on: Day of the last listing, -1 if never, int32, shape (product,).
        corrupt_stash: Seized and held back by corrupt officers, to be sold, mg, int64, shape (product,).
        precursor_wanted: Moving average of precursor that laboratories want to buy at home, mg a day.
        foreign_stock: How much of the yearly foreign demand was served lately, 0 to 1, float64, shape (product,).
        foreign_room: Demand abroad that piles up while nobody serves it, mg, float64, shape (product,).
        foreign_price: Price abroad while nothing is served, KZT / g, float64, shape (product,).
        moved_shops_share: Share of the wishes of buyers in neighbouring countries that shops serve which moved there.
        laboratory_risk: Raids a year per laboratory at home, as groups know it, float64, shape (LaboratoryClass,).
        load_risk: Share of loads from abroad that were lost to seizures lately, as groups know it, float64, shape
            (Route, region). Loads of precursor are apart.
        precursor_loss: The same share of the loads of precursor from abroad, whole country.
        precursor_named: Share of precursor purchases at home whose buyer sellers under suspicion name.
        precursor_days: Days of use that a laboratory (row 0) and the depot next to it (row 1) want to hold of
            precursor, float64, shape (2, LaboratoryClass).
        patients: Persons in treatment, whole market, int64, shape (Care, region).
        taggers_share: Share of the open shops that serve a region and have a tagger at work, float64, shape (region,).
    """

    def __init__(self, products: int, regions: int) -> None:
        """Make a market about which nothing is known yet."""
        self.wholesale_price: NDArray[np.float64] = np.zeros(products)
        self.retail_price: NDArray[np.float64] = np.zeros(products)
        self.usual_price: NDArray[np.float64] = np.zeros(products)
        self.mean_wage = 0.0
        self.precursor_price = 0.0
        self.precursor_cost = 0.0
        self.makers_margin = 0.0
        self.offtake: NDArray[np.float64] = np.zeros(products)
        self.cover: NDArray[np.float64] = np.zeros(products)
        self.know_how = 0.0
        self.users_share: NDArray[np.float64] = np.zeros(regions)
        self.channels_share: NDArray[np.float64] = np.zeros(regions)
        self.wished: NDArray[np.float64] = np.zeros((products, regions))
        self.unserved: NDArray[np.float64] = np.zeros((products, regions))
        self.risk: NDArray[np.float64] = np.zeros((len(Role), regions))
        self.buyer_risk: NDArray[np.float64] = np.zeros(regions)
        self.expected_sentence: NDArray[np.float64] = np.zeros(len(Role))
        self.channel_loss: NDArray[np.float64] = np.zeros(len(ChannelKind))
        self.freezing_risk = 0.0
        self.sentence_today: NDArray[np.float64] = np.zeros((len(Role), len(WeightGrade)))
        self.court_time = 0.0
        self.forensic_queue = 0.0
        self.formula_appeared_on: NDArray[np.int32] = np.full(products, -1, np.int32)
        self.formula_identified_on: NDArray[np.int32] = np.full(products, -1, np.int32)
        self.listed_on: NDArray[np.int32] = np.full(products, -1, np.int32)
        self.corrupt_stash: NDArray[np.int64] = np.zeros(products, np.int64)
        self.precursor_wanted = 0.0
        self.foreign_stock: NDArray[np.float64] = np.zeros(products)
        self.foreign_room: NDArray[np.float64] = np.zeros(products)
        self.foreign_price: NDArray[np.float64] = np.zeros(products)
        self.moved_shops_share = 0.0
        self.laboratory_risk: NDArray[np.float64] = np.zeros(len(LaboratoryClass))
        self.load_risk: NDArray[np.float64] = np.zeros((len(Route), regions))
        self.precursor_loss = 0.0
        self.precursor_named = 0.0
        self.precursor_days: NDArray[np.float64] = np.zeros((2, len(LaboratoryClass)))
        self.patients: NDArray[np.int64] = np.zeros((len(Care), regions), np.int64)
        self.taggers_share: NDArray[np.float64] = np.ones(regions)

    def price_abroad(self) -> NDArray[np.float64]:
        """Return what buyers abroad pay today, KZT / g, shape (product,): half of it is left when all are served."""
        return np.asarray(self.foreign_price * (1.0 - 0.5 * self.foreign_stock))

    def traced_share(self, tracing: float) -> float:
        """Return the share of precursor purchases at home whose buyer the police learn, from records or sellers.

        Args:
            tracing: Share that they learn from records.
        """
        return 1.0 - (1.0 - tracing) * (1.0 - self.precursor_named)

    def lacking(self) -> NDArray[np.float64]:
        """Return the share of `wished` that ended without an order lately, 0 to 1, shape (product, region)."""
        return np.asarray(self.unserved / np.maximum(self.wished, 1.0))
