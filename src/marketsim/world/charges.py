"""What people are charged with, by role and law, and whether it can be proved."""

from marketsim.core.compiling import kernel
from marketsim.world.levers import Levers
from marketsim.world.states import Charge, Role


@kernel
def usual_charge(role, online_sale_is_grave, advertising_is_offence):
    """Return the `Charge` for the role under today's law, `NONE` where what it does is no offence."""
    if role == Role.LABORATORY_WORKER:
        return Charge.PRODUCTION.value
    if role == Role.PRECURSOR_SUPPLIER:
        return Charge.PRECURSOR_CIRCULATION.value
    if role == Role.TAGGER:
        return Charge.ADVERTISING.value if advertising_is_offence else Charge.NONE.value
    # Who lends an account helps a sale without selling online.
    return Charge.ONLINE_SALE.value if online_sale_is_grave and role != Role.DROPPER else Charge.SALE.value


def charges_of(role: Role) -> tuple[Charge, ...]:
    """Return what somebody in a role can be charged with, under any law."""
    if role is Role.LABORATORY_WORKER:
        return Charge.PRODUCTION, Charge.EQUIPMENT
    if role is Role.PRECURSOR_SUPPLIER:
        return (Charge.PRECURSOR_CIRCULATION,)
    if role is Role.TAGGER:
        return (Charge.ADVERTISING,)
    sale = (Charge.SALE, Charge.SALE_TO_MINORS)
    return sale if role is Role.DROPPER else (*sale, Charge.ONLINE_SALE)


def proved_unlisted(levers: Levers) -> float:
    """Return the chance that a find of an unlisted formula counts: identified, or taken for an analogue."""
    return float(1.0 - (1.0 - levers.forensic_unlisted) * (1.0 - levers.analogue_notion))
