"""The names of states, roles and kinds. Their numbers are what the tables store; kernels use the names."""

from enum import IntEnum


class BuyerState(IntEnum):
    """What a buyer is today."""

    POTENTIAL = 0
    OCCASIONAL = 1
    REGULAR = 2
    DEPENDENT = 3
    IN_TREATMENT = 4
    DETAINED = 5
    IMPRISONED = 6
    ABSTINENT = 7
    DEAD = 8
    OUTSIDE = 9
    """Not in the population: left it, or not yet arrived. The row is free for a newcomer."""


class Care(IntEnum):
    """What treatment a buyer waits for or is in."""

    NONE = 0
    PUBLIC = 1
    """A public place for adults; a stay there may become known."""
    ADOLESCENT = 2
    """A place for people under 18."""
    ANONYMOUS = 3
    """A place for adults without a name in any list."""
    COMPULSORY = 4
    """A public place for adults by order of a court."""
    ORDERED = 5
    """A court ordered treatment, and the person has not reported for it yet."""
    REFERRED = 6
    """Referred to treatment, and not reported for it yet."""


class Role(IntEnum):
    """What a member of staff does."""

    OWNER = 0
    ADMINISTRATOR = 1
    OPERATOR = 2
    WAREHOUSE_KEEPER = 3
    PACKER = 4
    COURIER = 5
    TAGGER = 6
    DROPPER = 7
    LABORATORY_WORKER = 8
    PRECURSOR_SUPPLIER = 9
    """Sells, buys or stores precursors for a group; known to the model from detention on."""


class StaffStatus(IntEnum):
    """Where a member of staff stands."""

    APPLICANT = 0
    ACTIVE = 1
    DETAINED = 2
    IMPRISONED = 3
    QUIT = 4
    CHEATED = 5
    """Robbed of deposit or pay, or given away by the shop; has left."""
    RELEASED = 6
    OUTSIDE = 7
    """Not in the trade: before hiring, and after the row is dropped."""


class DropStatus(IntEnum):
    """What has become of a drop."""

    AVAILABLE = 0
    RESERVED = 1
    COLLECTED = 2
    MISSING = 3
    STOLEN = 4
    SEIZED = 5
    TAKEN_BACK = 6
    """Gathered by the shop's couriers when it gave up the region."""


class ShopStatus(IntEnum):
    """Whether a shop trades; from CLOSED on it has nothing and nobody here."""

    OPEN = 0
    REBUILDING = 1
    """All channels gone; opens under its name again on `reopens_on`."""
    CLOSED = 2
    ABROAD = 3
    """Moved to a neighbouring country, where it sells under its name; may come back."""


class ChannelKind(IntEnum):
    """What sort of online resource a channel is."""

    MESSENGER_SHOP = 0
    SITE = 1
    MIRROR = 2
    ADVERT = 3
    CHAT = 4
    LISTING = 5
    """A shop's page on the dominant marketplace."""


class ChannelStatus(IntEnum):
    """Whether a channel can be reached."""

    LIVE = 0
    FOUND = 1
    """Known to the police and still up; goes on `blocks_on`."""
    BLOCKED = 2
    ABANDONED = 3


class GroupKind(IntEnum):
    """Reach of an organised group."""

    LOCAL = 0
    TRANSNATIONAL = 1


class GroupStatus(IntEnum):
    """Whether a group trades."""

    ACTIVE = 0
    SUPPRESSED = 1


class LaboratoryClass(IntEnum):
    """Size class of a laboratory."""

    KITCHEN = 0
    MEDIUM = 1
    INDUSTRIAL = 2


class LaboratoryStatus(IntEnum):
    """Whether a laboratory works."""

    OPEN = 0
    CLOSED = 1
    RAIDED = 2
    ABROAD = 3
    """Moved to a neighbouring country, where it works on for its group."""


class Route(IntEnum):
    """How a consignment travels."""

    POST = 0
    ROAD = 1


class Origin(IntEnum):
    """Where a consignment comes from."""

    HOME = 0
    """Another place inside the country."""
    NEIGHBOUR = 1
    OVERSEAS = 2


class ConsignmentStatus(IntEnum):
    """Where a consignment is."""

    TRAVELLING = 0
    ARRIVED = 1
    SEIZED = 2


class Agency(IntEnum):
    """Who an officer works for."""

    POLICE = 0
    NATIONAL_SECURITY_COMMITTEE = 1
    CUSTOMS = 2
    FINANCIAL_MONITORING = 3


class Unit(IntEnum):
    """What an officer works on."""

    PATROL = 0
    CYBER = 1
    INVESTIGATION = 2
    LABORATORY = 3
    BORDER = 4
    FINANCE = 5


class PatrolStrategy(IntEnum):
    """Where a patrol goes."""

    RANDOM = 0
    HOT_SPOT = 1
    PROBLEM_ORIENTED = 2


class AccountStatus(IntEnum):
    """Whether an account takes payments."""

    OPEN = 0
    FROZEN = 1
    CLOSED = 2


class Charge(IntEnum):
    """What a detained person is charged with."""

    NONE = 0
    ADMINISTRATIVE = 1
    POSSESSION = 2
    SALE = 3
    ONLINE_SALE = 4
    PRODUCTION = 5
    EQUIPMENT = 6
    PRECURSOR_CIRCULATION = 7
    ADVERTISING = 8
    SALE_TO_MINORS = 9


class WeightGrade(IntEnum):
    """Legal grade of a weight; `Products.threshold_mg` gives where each above SMALL begins."""

    SMALL = 0
    MEDIUM = 1
    LARGE = 2
    ESPECIALLY_LARGE = 3


NEVER = len(WeightGrade)
"""One grade above the gravest: where a law begins that holds for no weight."""
