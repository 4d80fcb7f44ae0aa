"""People of whom nobody knew before their detention: they get their rows with it, one row a person at any scale."""

import numpy as np
from numpy.typing import NDArray

from marketsim.world.detention import detain_staff
from marketsim.world.newcomers import give_staff_traits
from marketsim.world.states import Charge, Role, StaffStatus
from marketsim.world.world import World


def detain_stranger(
    world: World, uid: np.uint64, role: Role, region: int, charge: Charge, found: NDArray[np.int64] | None = None
) -> int:
    """Detain a person of a laboratory or a group under a charge and return the row.

    Args:
        world: The world.
        uid: Identity, from its cause.
        role: What the person did.
        region: Where the person lives.
        charge: What the police name; courts keep it.
        found: Product found there, mg, shape (product,); it counts for the grade, and whoever found it books it.
    """
    staff = world.staff
    row = staff.append(1).start
    give_staff_traits(world, row, uid, role, region)
    staff.weight[row] = 1
    staff.status[row] = StaffStatus.OUTSIDE
    detain_staff(world, row, found=found)
    staff.charge[row] = charge
    return row
