"""What a rule is: a thing that can happen, with its parameters."""

import re
from typing import Any, ClassVar

from marketsim.core.parameters import ParameterSet
from marketsim.world.world import World


class Rule(ParameterSet):
    """One thing that can happen in the market on a day. Its fields are its parameters.

    The class `CourierArrest` lives in `courier_arrest.py`; a scenario sets its parameters under
    `parameters: courier_arrest:`; its draws are decisions named `courier.arrest`.
    """

    name: ClassVar[str]

    def __init_subclass__(cls, **words: Any) -> None:
        super().__init_subclass__(**words)
        cls.name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()

    def __call__(self, world: World) -> None:
        """Let it happen today, by changing the tables and books of the world."""
        raise TypeError(f"The rule {self.name} does not say what happens.")
