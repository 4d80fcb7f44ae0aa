"""Charts that the browser draws by itself: the course with its band, and the map of regions."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import altair as alt
import pandas as pd

from marketsim.app.catalogue import Words
from marketsim.results.run import Run
from marketsim.scenario.data import load_regions
from marketsim.scenario.scenario import Space

BLUE, ORANGE = "#0072b2", "#d55e00"
"""Told apart with any colour vision."""
Drawn = alt.LayerChart | alt.FacetChart
TILE = 62
"""Pixels from one row of tiles to the next."""
LETTERS = 13
"""Letters of a region's name in its tile."""


class Place(NamedTuple):
    """A region: its key, its name for people, and column and row of its tile."""

    name: str
    label: str
    x: int
    y: int


def places_of(run: Run, words: Words) -> list[Place]:
    """Return the regions of a run; those of Kazakhstan are named in the language."""
    regions = load_regions(Space.model_validate(run.manifest["scenario"]["space"]).regions)
    own = isinstance(run.manifest["scenario"]["space"]["regions"], dict)
    rows = zip(regions.names, regions.labels, regions.tile_x, regions.tile_y, strict=True)
    return [Place(name, label if own else words.name("region", name), int(x), int(y)) for name, label, x, y in rows]


def course(tables: dict[str, pd.DataFrame], unit: str, words: Words, since: date | None = None) -> Drawn:
    """Return the course of a figure by month: a line and a band for each arm.

    Args:
        tables: By the arm's name in words: one row a month, one column a run.
        unit: Unit of the figure.
        words: The catalogue.
        since: Day of the first change.
    """
    rows = pd.concat([_band(table).assign(arm=arm) for arm, table in tables.items()])
    month = alt.X("month:T", title=None, axis=alt.Axis(format="%m.%Y", labelOverlap=True, tickCount="month"))
    names = list(tables)
    colour = alt.Color(
        "arm:N",
        title=None,
        scale=alt.Scale(domain=names, range=[BLUE, ORANGE][: len(names)]),
        legend=alt.Legend(orient="top", labelLimit=400, symbolOpacity=1.0) if len(names) > 1 else None,
    )
    base = alt.Chart(rows).encode(x=month)
    lines = base.mark_line(strokeWidth=2).encode(
        color=colour,
        y=alt.Y("middle:Q", title=unit, scale=alt.Scale(zero=True)),
        tooltip=[alt.Tooltip("month:T", title=words("result.month"), format="%m.%Y")]
        + [alt.Tooltip(f"{name}:Q", title=words(key), format=",.4~g") for name, key in _ENDS.items()],
    )
    bands = base.mark_area(opacity=0.25).encode(y=alt.Y("low:Q", title=unit), y2="high:Q", color=colour)
    layers: list[alt.Chart] = [lines, bands]
    if since is not None:
        rule = pd.DataFrame({"month": [pd.Timestamp(since)], "said": [words("result.change_line")]})
        layers.append(alt.Chart(rule).mark_rule(strokeDash=[4, 4], color="#777777").encode(x=month, tooltip="said:N"))
    return alt.layer(*layers).properties(height=320)


_ENDS = {"middle": "result.median", "low": "result.low", "high": "result.high"}


def _band(table: pd.DataFrame) -> pd.DataFrame:
    rows = table.quantile([0.0, 0.5, 1.0], axis=1).T.set_axis(["low", "middle", "high"], axis=1)
    return rows.rename_axis("month").reset_index()


def tiles(places: Sequence[Place], values: "pd.Series[float]", unit: str, changes: bool) -> alt.LayerChart:
    """Return the map: a tile a region, coloured by a figure.

    Args:
        places: The regions.
        values: The figure by region.
        unit: Its unit.
        changes: Whether it is a change, to either side of nothing, or a level.
    """
    rows = pd.DataFrame(places)
    rows["value"] = rows["name"].map(values).astype(float)
    rows["lines"] = [_lines(place.label) for place in places]
    most = max(float(rows["value"].abs().max()), 1e-9)
    scale = alt.Scale(scheme="purpleorange", domain=[-most, most]) if changes else alt.Scale(scheme="cividis")
    if not changes:
        scale.reverse = True
    height = int(rows["y"].max() - rows["y"].min()) + 1
    base = alt.Chart(rows).encode(
        x=alt.X("x:O", axis=None, scale=alt.Scale(paddingInner=0.04)),
        y=alt.Y("y:O", axis=None, sort="descending", scale=alt.Scale(paddingInner=0.04)),
    )
    drawn = base.mark_rect(cornerRadius=4, stroke="#999999", strokeWidth=0.5).encode(
        color=alt.Color(
            "value:Q", title=unit, scale=scale, legend=alt.Legend(format=",.3~r", orient="bottom", gradientLength=220)
        ),
        tooltip=[alt.Tooltip("label:N", title=" "), alt.Tooltip("value:Q", title=unit, format=",.4~g")],
    )
    dark = alt.condition(f"abs(datum.value) > {0.72 * most}", alt.value("white"), alt.value("#1a1a1a"))
    names = base.mark_text(fontSize=9.5, dy=-16, lineHeight=11, lineBreak="\n").encode(text="lines:N", color=dark)
    figures = base.mark_text(fontSize=11.5, fontWeight="bold", dy=14).encode(
        text=alt.Text("value:Q", format="+,.3~r" if changes else ",.3~r"), color=dark
    )
    return alt.layer(drawn, names, figures).properties(height=TILE * height + 60).configure_view(strokeWidth=0)


def _lines(label: str) -> str:
    """Return a region's name in at most two short lines."""
    words = label.split() or [label]
    lines = [words[0], " ".join(words[1:])] if len(words) > 1 and len(label) > LETTERS else [" ".join(words)]
    return "\n".join(line if len(line) <= LETTERS else f"{line[: LETTERS - 1]}…" for line in lines if line)
