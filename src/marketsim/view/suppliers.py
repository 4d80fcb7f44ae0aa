"""The few and heavy as agents: groups, laboratories and consignments."""

from marketsim.core.units import MG_PER_KG
from marketsim.view.view import View
from marketsim.world.states import ConsignmentStatus, GroupKind, GroupStatus, LaboratoryClass, LaboratoryStatus, Route
from marketsim.world.suppliers import Consignments, Groups, Laboratories


class Group(View, table=Groups, states={"status": GroupStatus, "kind": GroupKind}):
    """An organised group that makes or imports and supplies shops."""

    whole = True


class Laboratory(View, table=Laboratories, states={"status": LaboratoryStatus, "size_class": LaboratoryClass}):
    """A laboratory."""

    whole = True


class Consignment(View, table=Consignments, states={"status": ConsignmentStatus, "route": Route}):
    """A load of a product or of precursor on its way."""

    whole = True

    @property
    def kilograms(self) -> float:
        """Weight of the load, kg."""
        return float(self.value("mg")) / MG_PER_KG
