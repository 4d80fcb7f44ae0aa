"""People who work in shops and laboratories, as agents: one class for each role."""

from marketsim.core.units import MG_PER_G
from marketsim.view.view import PlacedView
from marketsim.world.staff import Staff as StaffTable
from marketsim.world.states import Charge, Role, StaffStatus, WeightGrade


class Staff(
    PlacedView,
    table=StaffTable,
    states={"role": Role, "status": StaffStatus, "charge": Charge, "grade": WeightGrade},
):
    """Someone who works in a shop or laboratory, or did until prison; stands in the home cell."""

    outside = ("status", StaffStatus.OUTSIDE)

    @property
    def weight(self) -> int:
        """How many persons the agent stands for: 1 in laboratories."""
        return int(self.value("weight"))

    @property
    def grams(self) -> float:
        """Product in the hands of the one person, g."""
        return float(self.value("carried").sum()) / MG_PER_G


class Owner(Staff):
    """Owns a shop."""


class Administrator(Staff):
    """Runs a shop for its owner."""


class Operator(Staff):
    """Talks to buyers."""


class WarehouseKeeper(Staff):
    """Keeps the stock."""


class Packer(Staff):
    """Packs."""


class Courier(Staff):
    """Hides parcels."""


class Tagger(Staff):
    """Paints adverts on walls."""


class Dropper(Staff):
    """Lends an account."""


class LaboratoryWorker(Staff):
    """Works in a laboratory."""


class PrecursorSupplier(Staff):
    """Sells, fetches or stores precursors."""


ROLES: tuple[type[Staff], ...] = (
    Owner, Administrator, Operator, WarehouseKeeper, Packer, Courier, Tagger, Dropper, LaboratoryWorker,
    PrecursorSupplier,
)  # fmt: skip
"""The class of each `Role`, in its order."""
