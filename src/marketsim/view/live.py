"""Mesa's containers of agents, made so that whoever looks into them sees today."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
from mesa.agent import AgentSet
from mesa.discrete_space import PropertyLayer
from numpy.typing import NDArray

Refresh = Callable[[], None]


def _nothing() -> None:
    return


class LiveAgentSet(AgentSet):  # type: ignore[misc]
    """A model's own set of agents. What is selected, sorted or copied from it is a plain `AgentSet` of that moment."""

    def __init__(self, refresh: Refresh, random: Any) -> None:
        """Make an empty set that calls `refresh` before it is read."""
        self._refresh = _nothing
        super().__init__([], random=random)
        self._refresh = refresh

    @property
    def _agents(self) -> Any:
        self._refresh()
        return self._members

    @_agents.setter
    def _agents(self, members: Any) -> None:
        self._members = members

    def __copy__(self) -> AgentSet:
        return AgentSet(self, random=self.random)

    @classmethod
    def _from_iterable(cls, agents: Iterable[Any]) -> AgentSet:
        return AgentSet(agents)


class LiveList(list[Any]):
    """The agents in a cell."""

    def __init__(self, refresh: Refresh) -> None:
        """Make an empty list that calls `refresh` before it is read."""
        super().__init__()
        self._refresh = refresh

    def __iter__(self) -> Iterator[Any]:
        self._refresh()
        return super().__iter__()

    def __len__(self) -> int:
        self._refresh()
        return super().__len__()

    def __getitem__(self, place: Any) -> Any:
        self._refresh()
        return super().__getitem__(place)

    def __contains__(self, agent: object) -> bool:
        self._refresh()
        return super().__contains__(agent)

    def __repr__(self) -> str:
        self._refresh()
        return super().__repr__()

    def copy(self) -> list[Any]:
        """Return the agents as a plain list."""
        return list(self)


class EmptyLayer(PropertyLayer):  # type: ignore[misc]
    """Mesa's layer of cells that hold nobody."""

    def __init__(self, dimensions: tuple[int, int], refresh: Refresh) -> None:
        """Make a layer that calls `refresh` before it is read."""
        self._refresh = refresh
        super().__init__("empty", dimensions, default_value=True, dtype=bool)

    @property
    def _mesa_data(self) -> NDArray[np.bool_]:
        self._refresh()
        return self._values

    @_mesa_data.setter
    def _mesa_data(self, values: NDArray[np.bool_]) -> None:
        self._values = values

    def __array__(self, *words: Any, **named: Any) -> NDArray[np.bool_]:
        """Return the cells as an array: Mesa 3.3's `select_cells(only_empty=True)` takes the layer for one."""
        return np.array(self._mesa_data, *words, **named)
