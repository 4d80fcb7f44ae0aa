"""The section in which a policy is tried: a scenario, its policies, a run, what changes."""

from datetime import date
from pathlib import Path

import streamlit as st

from marketsim.app import policy_controls, result_view, running_view
from marketsim.app.catalogue import Words, plain
from marketsim.app.folders import scenario_files
from marketsim.app.pairs import Question, last_day, prepare
from marketsim.app.pool import Pool
from marketsim.scenario.difference import difference
from marketsim.scenario.scenario import Scenario

SCALES = (50, 20, 10)
"""Persons for whom one agent stands."""
YEARS = (1, 2, 3, None)
"""Years after the change that count; none goes to the end."""
MOST_PAIRS = 32


def show(folder: Path, pool: Pool, words: Words) -> None:
    """Show the section."""
    known, faults = _known(folder, _stamp(folder))
    for file, why in faults.items():
        st.warning(words("scenario.bad", file=plain(file), why=plain(why)))
    known = known | st.session_state.get("from_runs", {})
    if not known:
        st.error(words("scenario.none"))
        return
    left, right = st.columns([5, 7], gap="large")
    with left:
        base = _chosen(known, words)
        asked = policy_controls.show(base, [other for name, other in known.items() if name != _name()], words)
    with right:
        st.subheader(words("run.head"))
        seeds, weight, years = _settings(base, words)
        pressed = st.button(words("run.start"), type="primary", key="run", width="stretch")
        if asked is None:
            return
        question = _question(base, asked, weight, seeds, years)
        running_view.show(pool, question if pressed else None, question is None, words)
        result_view.show(question, words)
    prepare(pool, base.with_(scale=1 / weight), seeds)


def _chosen(known: dict[str, Scenario], words: Words) -> Scenario:
    st.selectbox(words("scenario.choose"), list(known), format_func=lambda name: known[name].title, key="scenario")
    base = known[_name()]
    if base.question:
        st.caption(plain(base.question))
    return base


def _name() -> str:
    return str(st.session_state["scenario"])


def _settings(base: Scenario, words: Words) -> tuple[tuple[int, ...], int, int | None]:
    """Return seeds, persons an agent stands for, and years that count, as they are set on the screen."""
    one, two, three = st.columns(3)
    pairs = one.number_input(words("run.pairs"), 1, MOST_PAIRS, 8, key="pairs")
    weight = two.selectbox(
        words("run.scale"),
        SCALES,
        format_func=lambda weight: words("run.agents", weight=weight),
        help=words("run.scale_help"),
        key="weight",
    )

    def said(years: int | None) -> str:
        if years is None:
            return words("run.whole", end=base.end)
        return words("run.year") if years == 1 else words("run.years", years=years)

    years = three.selectbox(words("run.until"), YEARS, format_func=said, key="years")
    return tuple(range(1, int(pairs) + 1)), int(weight), years


def _question(base: Scenario, arm: Scenario, weight: int, seeds: tuple[int, ...], years: int | None) -> Question | None:
    """Return what is asked, or none where nothing is changed."""
    apart = difference(arm, base)
    if apart is None:
        return None
    since: date = min(max(base.measures_from, apart.since), base.end)
    scales = [scenario.with_(scale=1 / weight) for scenario in (base, arm)]
    return Question(scales[0], scales[1], seeds, since, last_day(base, since, years))


def _stamp(folder: Path) -> tuple[tuple[str, float], ...]:
    """Return what changes when a file of the folder does."""
    paths = [*folder.glob("*.yaml"), *folder.glob("*/*.yaml")]
    return tuple((path.name, path.stat().st_mtime) for path in sorted(paths))


@st.cache_resource(show_spinner=False, max_entries=2)
def _known(folder: Path, stamp: tuple[tuple[str, float], ...]) -> tuple[dict[str, Scenario], dict[str, str]]:
    return scenario_files(folder)
