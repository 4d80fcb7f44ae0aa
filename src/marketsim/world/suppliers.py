"""The few and heavy, kept whole at every scale: groups, laboratories and consignments."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.table import Table, column
from marketsim.world.states import ConsignmentStatus, GroupStatus, LaboratoryStatus, Origin


class Groups(Table):
    """One row an organised group that makes or imports, keeps depots and supplies shops."""

    uid: NDArray[np.uint64] = column(np.uint64)
    """Identity."""
    status: NDArray[np.uint8] = column(np.uint8, empty=GroupStatus.SUPPRESSED)
    """A `GroupStatus`."""
    kind: NDArray[np.uint8] = column(np.uint8)
    """A `GroupKind`."""
    region: NDArray[np.uint8] = column(np.uint8)
    """Region of the main depot."""
    product_stock: NDArray[np.int64] = column(np.int64, "region", "product")
    """Product in the depots, mg."""
    precursor_stock: NDArray[np.int64] = column(np.int64, "region")
    """Precursor in the depots, mg."""
    money: NDArray[np.int64] = column(np.int64)
    """KZT."""
    staff_abroad: NDArray[np.float64] = column(np.float64)
    """Share of the leading people who live abroad."""
    opened_on: NDArray[np.int32] = column(np.int32)


class Laboratories(Table):
    """One row a laboratory."""

    uid: NDArray[np.uint64] = column(np.uint64)
    """Identity."""
    status: NDArray[np.uint8] = column(np.uint8, empty=LaboratoryStatus.CLOSED)
    """A `LaboratoryStatus`."""
    region: NDArray[np.uint8] = column(np.uint8)
    size_class: NDArray[np.uint8] = column(np.uint8)
    """A `LaboratoryClass`."""
    product: NDArray[np.uint8] = column(np.uint8)
    output: NDArray[np.float64] = column(np.float64)
    """Product it can make, mg a day."""
    precursor_yield: NDArray[np.float64] = column(np.float64)
    """Product made of one unit of precursor, 0 to 1."""
    cost: NDArray[np.float64] = column(np.float64)
    """Cost of making one gram beside the precursor, KZT."""
    precursor_stock: NDArray[np.int64] = column(np.int64)
    """mg."""
    product_stock: NDArray[np.int64] = column(np.int64)
    """mg."""
    export_stock: NDArray[np.int64] = column(np.int64)
    """The part of it that was made for other countries, mg."""
    export_share: NDArray[np.float64] = column(np.float64)
    """Share of the output meant for other countries, 0 to 1."""
    group: NDArray[np.int32] = column(np.int32, empty=-1)
    """Row of the group that owns or buys from it."""
    purchases: NDArray[np.float64] = column(np.float64)
    """Moving average of precursor bought, mg a day: what an inspector could notice."""
    opened_on: NDArray[np.int32] = column(np.int32)
    asked_on: NDArray[np.int32] = column(np.int32, empty=-1)
    """Day on which it last asked sellers at home for precursor, -1 if it never did."""
    bought_on: NDArray[np.int32] = column(np.int32, empty=-1)
    """Day of the last purchase at home, -1 if there was none."""
    stopped: NDArray[np.bool_] = column(np.bool_)
    """Inspectors stopped that purchase."""
    due_on: NDArray[np.int32] = column(np.int32, empty=-1)
    """Day on which the load of precursor that it last sent for abroad is due, -1 if there was none."""


class Consignments(Table):
    """One row a load of a product or of precursor on its way."""

    uid: NDArray[np.uint64] = column(np.uint64)
    """Identity."""
    status: NDArray[np.uint8] = column(np.uint8, empty=ConsignmentStatus.ARRIVED)
    """A `ConsignmentStatus`."""
    material: NDArray[np.uint8] = column(np.uint8)
    """A product, or the number of products for precursor."""
    mg: NDArray[np.int64] = column(np.int64)
    route: NDArray[np.uint8] = column(np.uint8)
    """A `Route`."""
    origin: NDArray[np.uint8] = column(np.uint8, empty=Origin.OVERSEAS)
    """An `Origin`."""
    group: NDArray[np.int32] = column(np.int32, empty=-1)
    """Row of the receiving group; for a load that leaves the country, of the sending one."""
    region: NDArray[np.uint8] = column(np.uint8)
    """Region of arrival; for a load that leaves the country, of departure."""
    arrives_on: NDArray[np.int32] = column(np.int32)
    outward: NDArray[np.bool_] = column(np.bool_)
    """It leaves the country."""
    worth: NDArray[np.int64] = column(np.int64)
    """What a buyer abroad pays for it on arrival, KZT."""
