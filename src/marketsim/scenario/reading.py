"""YAML text becomes nodes with places. Nothing is constructed or executed: tags are faults, not instructions.

Works on the event stream of ruamel.yaml and keeps a stack of its own, so that deep nesting, cycles and
exponential aliases end in faults and never in exhausted memory.
"""

from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from marketsim.scenario.faults import Fault, Place, guess, shorten
from marketsim.scenario.node import Node
from marketsim.scenario.scalars import resolve

MOST_NODES = 5_000
MOST_DEPTH = 16


def read(text: str, file: str, faults: list[Fault], line: int = 1, column: int = 1) -> Node | None:
    """Return the tree of a YAML text.

    Args:
        text: The text.
        file: Name of the file for places.
        faults: Receives what is wrong.
        line: Line on which the text begins.
        column: Column in which the text begins.

    Returns:
        The tree, or none when the text is no YAML at all or too large; faults then say so.
    """
    reader = _Reader(file, faults, line, column)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            reader.take(event)
    except _TooLargeError:
        return None
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = reader.place(mark.line, mark.column) if mark else Place(file, line, column)
        mend = "Check indentation, colons, quotes and brackets."
        faults.append(Fault(place, "", f"this is no YAML: {error.problem or error.context}", mend))
        return None
    except Exception as error:  # A parser fed with rubbish may fail in ways of its own; the user gets a fault.
        what = f"this is no YAML: {shorten(str(error) or type(error).__name__, 120)}"
        faults.append(Fault(reader.last, "", what, "Write plain text with keys and values."))
        return None
    return reader.root


class _TooLargeError(Exception):
    """Reading cannot go on; the fault is noted."""


@dataclass
class _Open:
    """A list or mapping whose end has not come yet."""

    node: Node
    anchor: str | None
    key: tuple[str | None, Place] | None = None
    """The key whose value comes next; its text is none where the key is a fault and the value is passed over."""
    skipped: bool = False
    """It is the key of a mapping, which is a fault, or lies in one."""
    size: int = 1
    depth: int = 1


@dataclass
class _Reader:
    file: str
    faults: list[Fault]
    first_line: int
    first_column: int
    root: Node | None = None
    documents: int = 0
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Node, int, int] | None] = field(default_factory=dict)
    """Node, size and depth of each anchor; none while it is still open."""

    def __post_init__(self) -> None:
        self.last = Place(self.file, self.first_line, self.first_column)

    def place(self, line: int, column: int) -> Place:
        """Return the place of a mark of the parser."""
        shift = self.first_column if line == 0 else 1
        return Place(self.file, line + self.first_line, column + shift)

    def take(self, event: Event) -> None:
        """Take the next event of the parser."""
        self.last = place = self.place(event.start_mark.line, event.start_mark.column)
        if isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._fault(place, "there is a second document", "Keep one document in a file: take out '---'.")
                raise _TooLargeError
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._close()
        elif isinstance(event, AliasEvent):
            self._alias(event, place)
        elif isinstance(event, ScalarEvent | SequenceStartEvent | MappingStartEvent):
            if event.tag is not None:
                self._fault(place, f"tags such as {shorten(str(event.tag))} are not allowed", "Write the plain value.")
            self._begin(event, place)

    def _fault(self, place: Place, what: str, mend: str) -> None:
        keys = [opened.key[0] for opened in self.stack if opened.key and opened.key[0]]
        self.faults.append(Fault(place, ".".join(keys), what, mend))

    def _begin(self, event: ScalarEvent | SequenceStartEvent | MappingStartEvent, place: Place) -> None:
        if event.anchor:
            self.anchors[event.anchor] = None
        if isinstance(event, ScalarEvent):
            is_key = self._wants_key()
            if not is_key and self.stack and self.stack[-1].key and event.start_mark.index == event.end_mark.index:
                place = self.stack[-1].key[1]  # Where nothing is written the parser names the line after.
            text = str(event.value)
            if any("\ud800" <= letter <= "\udfff" for letter in text):
                self._fault(place, "there is half a character (a lone surrogate)", "Write the whole character.")
                text = text.encode("utf-8", "replace").decode()
            node = Node(resolve(text) if event.style is None and not is_key else text, place)
            if event.anchor:
                self.anchors[event.anchor] = (node, 1, 1)
            self._key(text, place) if is_key else self._add(node, 1, 1)
        else:
            is_key = self._wants_key()
            if is_key:
                self._fault(place, "a key must be a word, not a list or mapping", "Write a word before the colon.")
            skipped = is_key or bool(self.stack and self.stack[-1].skipped)
            node = Node({} if isinstance(event, MappingStartEvent) else [], place)
            self.stack.append(_Open(node, event.anchor, skipped=skipped))
            self._limit(place, len(self.stack), 0)

    def _close(self) -> None:
        closed = self.stack.pop()
        if closed.anchor:
            self.anchors[closed.anchor] = (closed.node, closed.size, closed.depth)
        if self._wants_key():
            self._key(None, closed.node.place)
        else:
            self._add(closed.node, closed.size, closed.depth)

    def _alias(self, event: AliasEvent, place: Place) -> None:
        name = str(event.anchor)
        known = self.anchors.get(name)
        if known is None:
            what = f"*{name} repeats itself" if name in self.anchors else f"there is no anchor &{name}"
            mend = "Write the value out." if name in self.anchors else guess(name, self.anchors)
            self._fault(place, what, mend)
            known = (Node(None, place), 1, 1)
        if self._wants_key():
            self._key(None if isinstance(known[0].value, list | dict) else str(known[0].value), place)
        else:
            self._add(*known)

    def _wants_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].node.value, dict) and self.stack[-1].key is None

    def _key(self, key: str | None, place: Place) -> None:
        self.stack[-1].key = (key, place)

    def _add(self, node: Node, size: int, depth: int) -> None:
        """Put a finished node into the list or mapping that is open."""
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        parent.size += size
        parent.depth = max(parent.depth, depth + 1)
        self._limit(node.place, len(self.stack) + depth, sum(opened.size for opened in self.stack))
        if isinstance(parent.node.value, list):
            parent.node.value.append(Node(node.value, node.place, position=len(parent.node.value)))
        elif isinstance(parent.node.value, dict) and parent.key:
            key, place = parent.key
            if key in parent.node.value:
                first = parent.node.value[key].key
                line = f" (first on line {first.line})" if first else ""
                self._fault(place, f"this key is written twice{line}", "Keep one of them.")
            elif key is not None and not parent.skipped:
                parent.node.value[key] = Node(node.value, node.place, place)
            parent.key = None

    def _limit(self, place: Place, depth: int, size: int) -> None:
        if depth > MOST_DEPTH:
            self._fault(place, f"this is nested more than {MOST_DEPTH} deep", "No scenario needs that: flatten it.")
            raise _TooLargeError
        if size > MOST_NODES:
            mend = "Write fewer values, and repeat less through aliases."
            self._fault(place, f"with its aliases written out the file holds more than {MOST_NODES} values", mend)
            raise _TooLargeError
