"""What rules count as it happens: events of the day by region, in persons, pieces or orders of the whole market."""

from enum import IntEnum, auto


class Count(IntEnum):
    """Rows of `World.counts` (int64, shape (len(Count), region)). A row counts for all for whom it stands."""

    @staticmethod
    def _generate_next_value_(name: str, start: int, count: int, last_values: list[int]) -> int:
        return count

    # buyers
    INITIATIONS = auto()
    NEWCOMERS = auto()
    ORDERS = auto()
    """Orders paid for."""
    ORDERS_WANTED = auto()
    ORDERS_UNSERVED = auto()
    """Wanted orders that were not placed that day, whatever the cause."""
    ORDERS_THROUGH_INTERMEDIARY = auto()
    SEARCHES = auto()
    SEARCHES_FOUND = auto()
    COLLECTIONS = auto()
    COLLECTIONS_MISSING = auto()
    """Visits to a hiding place that found nothing, for whatever reason."""
    COLLECTIONS_STOLEN = auto()
    """Parcels that others had found first; their visits are among COLLECTIONS_MISSING too."""
    DISPUTES_REFUNDED = auto()
    DISPUTES_RESENT = auto()
    ORDERS_ON_MARKETPLACE = auto()
    """Orders paid for through the dominant marketplace."""
    # detentions by role: DETAINED_OWNER + Role is the row of a role
    DETAINED_OWNER = auto()
    DETAINED_ADMINISTRATOR = auto()
    DETAINED_OPERATOR = auto()
    DETAINED_WAREHOUSE_KEEPER = auto()
    DETAINED_PACKER = auto()
    DETAINED_COURIER = auto()
    DETAINED_TAGGER = auto()
    DETAINED_DROPPER = auto()
    DETAINED_LABORATORY_WORKER = auto()
    DETAINED_PRECURSOR_SUPPLIER = auto()
    DETAINED_BUYER = auto()
    DETAINED_FIRST_OFFENDERS = auto()
    DETAINED_WOMEN = auto()
    DETAINED_MINORS = auto()
    DETAINED_COURIERS_ON_PATROL = auto()
    DETAINED_COURIERS_IN_CASES = auto()
    DETAINED_PUBLIC_USE = auto()
    """Buyers detained for using in public; they are among DETAINED_BUYER too."""
    # online enforcement: BLOCKED_MESSENGER_SHOP + ChannelKind is the row of a kind
    BLOCKED_MESSENGER_SHOP = auto()
    BLOCKED_SITE = auto()
    BLOCKED_MIRROR = auto()
    BLOCKED_ADVERT = auto()
    BLOCKED_CHAT = auto()
    BLOCKED_LISTING = auto()
    CHANNELS_FOUND = auto()
    CHANNELS_OPENED = auto()
    TEST_PURCHASES = auto()
    ONLINE_SALE_CASES = auto()
    ADVERTISING_CASES = auto()
    ACCOUNTS_FROZEN = auto()
    CHANNELS_TIPPED_OFF = auto()
    """Found channels that moved before the block, after a tip from a corrupt officer."""
    PURCHASES_TIPPED_OFF = auto()
    """Test purchases that came to nothing because a corrupt officer warned the shop."""
    ACCOUNTS_OPENED = auto()
    """Bank accounts of new droppers."""
    WALLETS_OPENED = auto()
    """Accounts in crypto-currency, which need no dropper."""
    PATROL_HOURS = auto()
    """Hours on the street, for parcels and for use in public."""
    """Officer-hours on the street."""
    DROPS_DISPLACED = auto()
    """Parcels hidden elsewhere than they would be if the courier knew of no recent arrests and cleared places."""
    # shops and staff
    SHOPS_OPENED = auto()
    SHOPS_CLOSED = auto()
    SHOPS_REBUILT = auto()
    EXIT_SCAMS = auto()
    HIRES = auto()
    QUITS = auto()
    CHEATED = auto()
    BEATEN = auto()
    """Couriers who met with violence from their shop."""
    GIVEN_AWAY = auto()
    """Couriers whom their shop gave away to the police."""
    BATCHES = auto()
    DROPS_PLACED = auto()
    # laboratories: LABORATORY_KITCHEN_RAIDED + LaboratoryClass is the row of a class
    LABORATORY_KITCHEN_RAIDED = auto()
    LABORATORY_MEDIUM_RAIDED = auto()
    LABORATORY_INDUSTRIAL_RAIDED = auto()
    LABORATORIES_RAIDED_BY_COMMITTEE = auto()
    """Raids by the National Security Committee; the rest are the police's."""
    LABORATORIES_OPENED = auto()
    LABORATORIES_CLOSED = auto()
    GROUPS_SUPPRESSED = auto()
    CONSIGNMENTS_SENT = auto()
    CONSIGNMENTS_SEIZED = auto()
    # justice
    CHARGES_DROPPED = auto()
    """Detained, but not charged with a crime: unlisted or unidentified substance, or below the weight."""
    CHARGES_EXPIRED = auto()
    """Charges dropped because no analysis was ready in the legal time; they are among CHARGES_DROPPED too."""
    FINED = auto()
    """Buyers held with less than the law punishes as a crime, fined and let go."""
    CONVICTIONS_TRAFFICKING = auto()
    CONVICTIONS_POSSESSION = auto()
    SENTENCED_DAYS = auto()
    """Days of prison that courts gave today, before parole."""
    RELEASES = auto()
    REOFFENDED = auto()
    """Staff released from prison whom a shop takes on again; those for whom no shop is open are not among them."""
    # health
    POISONINGS = auto()
    DEATHS = auto()
    FIRST_HOSPITALISATIONS = auto()
    TREATMENT_ENTRIES = auto()
    TREATMENT_REFUSED = auto()
    """People who sought treatment, found no free place as long as they had the patience, and gave up."""
    RELAPSES = auto()
    """Returns from abstinence to use."""
    REGISTRATIONS = auto()
    INFECTIONS_HIV = auto()
    INFECTIONS_HCV = auto()
    SCREENED = auto()
    """Users whom screening identified."""
    REFERRALS = auto()
    """Those of them who let themselves be referred to treatment."""
    TREATMENT_ORDERS = auto()
    """Orders of courts to undergo treatment."""
    ORDERS_EVADED = auto()
    """Orders that the person evaded."""
    OBSERVATIONS = auto()
    """People put under observation at the end of treatment."""
    CONTACTS = auto()
    """Users whom outreach on the web reached anew."""
    MEDICINES_USED = auto()
    """Orders used with medicines of pharmacies along."""
    ILLICIT_MEDICINES_USED = auto()
    """Orders used with medicines of illicit sellers along."""
    PACKS_CHECKED = auto()
    """Packs found dangerous by checking and used with care."""
    # law
    FORMULAS_APPEARED = auto()
    FORMULAS_LISTED = auto()
    # across borders
    CONSIGNMENTS_FROM_ABROAD = auto()
    """Loads of product sent from abroad, by region of arrival."""
    LABORATORIES_MOVED_ABROAD = auto()
    LABORATORIES_RETURNED = auto()
    SHOPS_MOVED_ABROAD = auto()
    SHOPS_RETURNED = auto()
