"""What members of staff are charged with, by role and law."""

from marketsim.core.compiling import kernel
from marketsim.world.states import Charge, Role


@kernel
def usual_charge(role, online_sale_is_grave, advertising_is_offence):
    """Return the `Charge` for the role under today's law, `NONE` where what it does is no offence."""
    if role == Role.LABORATORY_WORKER:
        return Charge.PRODUCTION.value
    if role == Role.TAGGER:
        return Charge.ADVERTISING.value if advertising_is_offence else Charge.NONE.value
    # Who lends an account helps a sale without selling online.
    return Charge.ONLINE_SALE.value if online_sale_is_grave and role != Role.DROPPER else Charge.SALE.value
