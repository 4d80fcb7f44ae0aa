"""What changes: key numbers, course with band, map, ledger, and the scenario as a file."""

import math
from datetime import date

import pandas as pd
import streamlit as st

from marketsim.app.catalogue import Words
from marketsim.app.charts import course, places_of, tiles
from marketsim.app.differences import Effect, monthly, regional
from marketsim.app.pairs import Question
from marketsim.app.result import Result
from marketsim.app.scenario_text import scenario_text
from marketsim.experiments.figures_of_run import consequences
from marketsim.results.consequences import Column
from marketsim.results.readable import readable
from marketsim.version import MODEL_VERSION

KEY_NUMBERS = ("retail_g", "price_kzt_per_g", "active_users", "detained_couriers", "prison_days", "public_money_kzt")
"""Consequences that stand above the rest."""
ACROSS = 3
MINUS = "\N{MINUS SIGN}"


def show(question: Question | None, words: Words) -> None:
    """Show the result that is kept, and say so where the screen has moved on since."""
    result: Result | None = st.session_state.get("result")
    if result is None or not result.done:
        return
    if question != result.question:
        st.info(words("run.outdated"))
    numbers(result, words)
    names = ("bands", "map", "ledger", "file")
    bands, map_, ledger, file = st.tabs([words(f"result.{name}") for name in names])
    with bands:
        _bands(result, words)
    with map_:
        _map(result, words)
    with ledger:
        _ledger(result, words)
    with file:
        _file(result, words)


def numbers(result: Result, words: Words) -> None:
    """Show the key numbers of the pairs that are done."""
    if not result.done:
        return
    asked = result.question
    st.subheader(words("result.head"))
    st.caption(
        words("result.counted", since=asked.since, until=asked.until, pairs=len(result.done),
              weight=asked.base.weight, model=MODEL_VERSION)
    )  # fmt: skip
    found = {effect.column.name: effect for effect in result.effects()}
    for first in range(0, len(KEY_NUMBERS), ACROSS):
        for place, name in zip(st.columns(ACROSS), KEY_NUMBERS[first : first + ACROSS], strict=True):
            with place.container(border=True):
                _number(found[name], words)
    st.caption(words("run.done", pairs=len(result.done), seconds=f"{result.seconds:.1f}", first=f"{result.first:.1f}"))


def _number(effect: Effect, words: Words) -> None:
    times, unit = readable(effect.column.unit)
    said = words.name("unit", unit)
    value = signed(effect.change.mean / times) if effect.verdict != "none" else words("result.none")
    st.metric(f"{words.name('consequence', effect.column.name)}, {said}", value)
    base = number(effect.base / times)
    if math.isfinite(effect.share) and effect.verdict != "none":
        st.caption(words("result.of", share=percent(effect.share), base=base))
    else:
        st.caption(base)
    st.caption(_interval(effect, times) if effect.verdict == "clear" else words(f"result.{effect.verdict}"))


def _interval(effect: Effect, times: float) -> str:
    return f"{signed(effect.change.low / times)} … {signed(effect.change.high / times)} (95 %)"


def _bands(result: Result, words: Words) -> None:
    column = chosen("bands-column", words)
    asked = result.question
    since = max(asked.base.measures_from, _year_before(asked))
    tables = {
        words("result.without"): monthly([pair.base for pair in result.done], column, since, asked.until),
        words("result.with"): monthly([pair.arm for pair in result.done], column, since, asked.until),
    }
    st.altair_chart(course(tables, words.name("unit", readable(column.unit)[1]), words, asked.since), width="stretch")
    st.caption(words("result.line" if len(result.done) > 1 else "result.one_line"))


def _year_before(asked: Question) -> date:
    before = pd.Timestamp(asked.since) - pd.DateOffset(years=1)
    return date.fromisoformat(f"{before:%Y-%m-%d}")


def _map(result: Result, words: Words) -> None:
    column = chosen("map-column", words, by_region=result)
    asked = result.question
    days = (asked.since, asked.until)
    base, arm = (regional([getattr(pair, which) for pair in result.done], column, *days) for which in ("base", "arm"))
    if base is None or arm is None:
        return
    if base.empty:
        st.caption(words("result.no_month"))
        return
    unit = words.name("unit", readable(column.unit)[1])
    st.altair_chart(tiles(places_of(result.done[0].base, words), arm - base, unit, changes=True), width="stretch")
    st.caption(words("result.map_note", since=asked.since, until=asked.until))


def chosen(key: str, words: Words, by_region: Result | None = None) -> Column:
    """Show the choice of a consequence and return the one that was made."""
    columns = {column.name: column for column in consequences()}
    if by_region is not None:
        held = by_region.done[0].base.regions
        columns = {name: column for name, column in columns.items() if column.measure in held}
    start = list(columns).index("detained_couriers") if "detained_couriers" in columns else 0
    name = st.selectbox(
        words("result.choose"),
        list(columns),
        start,
        format_func=lambda one: f"{words.name('domain', columns[one].domain)}: {words.name('consequence', one)}",
        key=key,
    )
    return columns[name]


def _ledger(result: Result, words: Words) -> None:
    table = pd.DataFrame([_row(effect, words) for effect in result.effects() if effect.base or effect.change.mean])
    st.dataframe(table, hide_index=True, height=460)
    st.caption(words("result.ledger_note"))
    st.download_button(words("result.table"), table.to_csv(index=False).encode(), "effects.csv", "text/csv", key="csv")


def _row(effect: Effect, words: Words) -> dict[str, object]:
    times, unit = readable(effect.column.unit)
    return {
        words("result.domain"): words.name("domain", effect.column.domain),
        words("result.consequence"): words.name("consequence", effect.column.name),
        words("result.base"): number(effect.base / times),
        words("result.change"): signed(effect.change.mean / times),
        words("result.share"): percent(effect.share) if math.isfinite(effect.share) else "",
        words("result.low"): signed(effect.change.low / times),
        words("result.high"): signed(effect.change.high / times),
        words("result.unit"): words.name("unit", unit),
        words("result.verdict"): words(f"result.{effect.verdict}"),
    }


def _file(result: Result, words: Words) -> None:
    """Offer both scenarios as files, as long as the runs that are shown."""
    asked = result.question
    days = (asked.until - asked.base.start).days + 1
    seeds = f"{asked.seeds[0]}-{asked.seeds[-1]}" if len(asked.seeds) > 1 else f"{asked.seeds[0]}"
    command = f"marketsim compare base.yaml changed.yaml --seeds {seeds}"
    head = f"{words('page.title')}, model {MODEL_VERSION}\n{words('result.file_note')} {command}"
    changed, base = (scenario_text(one.shortened(days), head) for one in (asked.arm, asked.base))
    one, two = st.columns(2)
    one.download_button(words("result.scenario"), changed, "changed.yaml", "application/yaml", key="changed")
    two.download_button(words("result.base_file"), base, "base.yaml", "application/yaml", key="base")
    st.caption(words("result.file_note"))
    st.code(command, language=None)
    with st.expander(words("result.show")):
        st.code(changed, language="yaml", height=400)


def number(value: float) -> str:
    """Return a figure in three digits or whole, thousands apart."""
    if math.isnan(value):
        return ""
    size = abs(value)
    text = f"{size:,.0f}" if size >= 100 or size == 0 else f"{size:.3g}"
    return f"{MINUS if value < 0 else ''}{text.replace(',', chr(0x202F))}"


def signed(value: float) -> str:
    """Return a change with its sign."""
    return f"+{number(value)}" if value > 0 else number(value)


def percent(share: float) -> str:
    """Return a share in percent, with its sign."""
    return f"{100 * share:+.1f} %".replace("-", MINUS)
