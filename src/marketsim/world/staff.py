"""People who work in shops and laboratories, until they are out of prison."""

import numpy as np
from numpy.typing import NDArray

from marketsim.core.table import Table, column
from marketsim.world.states import StaffStatus


class Staff(Table):
    """One row a person; `weight` says how many it stands for (1 in laboratories, which are kept whole)."""

    uid: NDArray[np.uint64] = column(np.uint64)
    """Identity."""
    shop: NDArray[np.int32] = column(np.int32, empty=-1)
    """Row of the shop, -1 for laboratory workers and people who have left."""
    weight: NDArray[np.int64] = column(np.int64, empty=1)
    role: NDArray[np.uint8] = column(np.uint8)
    """A `Role`."""
    status: NDArray[np.uint8] = column(np.uint8, empty=StaffStatus.OUTSIDE)
    """A `StaffStatus`."""
    region: NDArray[np.uint8] = column(np.uint8)
    cell: NDArray[np.int32] = column(np.int32)
    """Home cell; couriers work around it."""
    abroad: NDArray[np.bool_] = column(np.bool_)
    """Lives abroad: reached through international cooperation only."""
    woman: NDArray[np.bool_] = column(np.bool_)
    age_band: NDArray[np.uint8] = column(np.uint8)
    """0 under 18, 1 from 18 to 24, 2 from 25 to 34, 3 from 35 on."""
    first_offence: NDArray[np.bool_] = column(np.bool_)
    """Was never convicted before."""
    hired_on: NDArray[np.int32] = column(np.int32)
    until: NDArray[np.int32] = column(np.int32)
    """APPLICANT: starts work; DETAINED: verdict; IMPRISONED: release. Day number."""
    charge: NDArray[np.uint8] = column(np.uint8)
    """A `Charge`, from detention on."""
    grade: NDArray[np.uint8] = column(np.uint8)
    """The `WeightGrade` of what was found, from detention on."""
    wage: NDArray[np.float32] = column(np.float32)
    """Pay for one drop agreed at hiring (couriers) or a day (others), KZT."""
    deposit: NDArray[np.int64] = column(np.int64)
    """Deposit that the shop holds, KZT."""
    carried: NDArray[np.int64] = column(np.int64, "product")
    """Product in the hands of each person, mg."""
    drops_today: NDArray[np.int32] = column(np.int32)
    """Parcels that each person hid today."""
    risk: NDArray[np.float32] = column(np.float32)
    """Perceived chance a year of being detained."""
