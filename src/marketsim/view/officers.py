"""Officers as agents."""

from marketsim.view.view import PlacedView
from marketsim.world.officers import Officers
from marketsim.world.states import Agency, PatrolStrategy, Unit


class Officer(PlacedView, table=Officers, states={"agency": Agency, "unit": Unit, "strategy": PatrolStrategy}):
    """An officer; a patrol stands in the cell where it is today."""

    whole = True
