"""The section in which stored runs, comparisons and sweeps are looked at."""

import math
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from marketsim.app.catalogue import Words, plain
from marketsim.app.charts import course, places_of, tiles
from marketsim.app.differences import KEYS, monthly, regional
from marketsim.app.folders import RUNS, Entry, entries
from marketsim.app.result_view import chosen, number, percent, signed
from marketsim.experiments.intervals import FEW_PAIRS
from marketsim.experiments.saved_comparison import read_comparison
from marketsim.results.consequences import COUNTRY
from marketsim.results.errors import ResultError
from marketsim.results.folder import read
from marketsim.results.readable import readable
from marketsim.results.run import Run
from marketsim.scenario.faults import ScenarioError
from marketsim.scenario.loading import load_resolved
from marketsim.version import MODEL_VERSION

MOST_ROWS = 2_000


def show(folder: Path, words: Words) -> None:
    """Show the section: what is in the folder, and the result that is chosen."""
    st.subheader(words("stored.head"))
    one, two = st.columns([6, 1])
    one.caption(words("stored.folder", folder=plain(folder)))
    two.button(words("stored.refresh"), key="refresh")
    if not folder.is_dir():
        st.info(words("stored.missing"))
        return
    found, faults = entries(folder)
    if faults:
        with st.expander(words("stored.bad", count=len(faults)), expanded=len(faults) < 8, key="faults"):
            for fault in faults:
                values = {name: plain(value) for name, value in fault.values.items()}
                st.warning(f"{plain(fault.name)}: {words(fault.key, **values)}")
    if not found:
        st.info(words("stored.empty"))
        return
    names = {entry.path.name: entry for entry in found}
    name = st.selectbox(
        words("stored.choose"),
        list(names),
        format_func=lambda one: f"{words('stored.' + names[one].kind)}: {one}",
        key="stored",
    )
    _one(names[name], words)


def _one(entry: Entry, words: Words) -> None:
    """Show one result; whatever is wrong with its files is said, and nothing else suffers."""
    shown: dict[str, Callable[[Entry, Words], None]] = {"run": _run, "comparison": _comparison, "sweep": _sweep}
    theirs = entry.manifest.get("model_version")
    if theirs != MODEL_VERSION:
        st.warning(words("stored.other_model", theirs=plain(theirs, 20), ours=MODEL_VERSION))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            shown[entry.kind](entry, words)
    except Exception as error:  # Damaged files fail in the ways of many libraries.
        why = str(error) if isinstance(error, ResultError) else f"{type(error).__name__}: {error}"
        st.error(f"{plain(entry.path.name)}: {words('stored.damaged', why=plain(why))}")


def _run(entry: Entry, words: Words) -> None:
    run = read(entry.path, verify=True)
    held = run.manifest
    st.markdown(f"#### {plain(held['scenario']['title'])}")
    facts = {
        "stored.seed": held["seed"],
        "stored.scale": f"1/{held['weight']}",
        "stored.days": f"{held['first_day']} … {held['last_day']}",
    }
    st.caption(" · ".join(f"{words(key)}: {plain(value)}" for key, value in facts.items()))
    if st.button(words("stored.use"), key="use"):
        _use(entry, words)
    bands, map_, ledger = st.tabs([words(f"result.{name}") for name in ("bands", "map", "ledger")])
    days = (pd.Timestamp(held["measures_from"]).date(), pd.Timestamp(held["last_day"]).date())
    with bands:
        column = chosen("stored-bands", words)
        table = monthly([run], column, *days)
        st.altair_chart(course({"": table}, words.name("unit", readable(column.unit)[1]), words), width="stretch")
        st.caption(words("result.one_line"))
    with map_:
        column = chosen("stored-map", words)
        values = regional([run], column, *days)
        if values is not None and values.empty:
            st.caption(words("result.no_month"))
        elif values is not None:
            unit = words.name("unit", readable(column.unit)[1])
            st.altair_chart(tiles(places_of(run, words), values, unit, changes=False), width="stretch")
            st.caption(words("result.map_level", since=days[0], until=days[1]))
    with ledger:
        _ledger(run, words)


def _ledger(run: Run, words: Words) -> None:
    """Show the ledger of the country, a row a consequence and a column a year."""
    country = run.consequences[run.consequences["region"] == COUNTRY].set_index("year").drop(columns=["region", "days"])
    table = country.T.map(lambda value: number(float(value)))
    table.insert(0, words("result.consequence"), [words.name("consequence", str(name)) for name in table.index])
    table.columns = table.columns.astype(str)
    st.dataframe(table, hide_index=True, height=460)
    content = run.consequences.to_csv(index=False).encode()
    st.download_button(words("stored.download"), content, "consequences.csv", "text/csv", key="ledger-csv")


def _use(entry: Entry, words: Words) -> None:
    """Put the scenario of a run among those on which policies can be tried."""
    try:
        scenario = load_resolved(entry.manifest["scenario"], entry.path.name).scenario
    except ScenarioError as error:
        st.error(words("scenario.bad", file=plain(entry.path.name), why=plain(error)))
        return
    title = words("scenario.from_run", title=scenario.title)[:200]
    st.session_state.setdefault("from_runs", {})[entry.path.name] = scenario.with_(title=title)
    st.success(words("stored.used"))


def _comparison(entry: Entry, words: Words) -> None:
    made = read_comparison(entry.path)
    st.caption(f"{made.since} … {made.until} · {words('run.pairs')}: {len(made.seeds)}")
    arms = list(dict.fromkeys(made.effects["arm"]))
    if not arms:
        raise ResultError(words("stored.empty"))
    arm = st.selectbox(words("stored.arm"), arms, key="stored-arm")
    rows = made.effects[made.effects["arm"] == arm]
    if 1 < len(made.seeds) < FEW_PAIRS:
        st.warning(words("stored.few_pairs", pairs=len(made.seeds)))
    st.dataframe(pd.DataFrame([_change(row, words) for _, row in rows.iterrows()]), hide_index=True, height=520)
    st.caption(words("result.ledger_note"))
    st.download_button(words("stored.download"), _csv(made.effects), "effects.csv", "text/csv", key="table-csv")


def _change(row: "pd.Series[Any]", words: Words) -> dict[str, object]:
    """Return a row of a comparison in the language of the page."""
    times, unit = readable(str(row["unit"]))
    share = float(row["share"])
    return {
        words("result.domain"): words.name("domain", str(row["domain"])),
        words("result.consequence"): words.name("consequence", str(row["consequence"])),
        words("result.base"): number(float(row["base"]) / times),
        words("result.change"): signed(float(row["change"]) / times),
        words("result.share"): percent(share) if math.isfinite(share) else "",
        words("result.low"): signed(float(row["low"]) / times),
        words("result.high"): signed(float(row["high"]) / times),
        words("result.unit"): words.name("unit", unit),
        words("result.verdict"): words(f"result.{KEYS[str(row['verdict'])]}"),
    }


def _sweep(entry: Entry, words: Words) -> None:
    _table(pd.read_parquet(entry.path / RUNS, engine="pyarrow"), "runs.csv", words)


def _table(table: pd.DataFrame, file: str, words: Words) -> None:
    st.dataframe(table.head(MOST_ROWS), hide_index=True, height=520)
    if len(table) > MOST_ROWS:
        st.caption(words("stored.rows", count=MOST_ROWS, all=len(table)))
    st.download_button(words("stored.download"), _csv(table), file, "text/csv", key="table-csv")


def _csv(table: pd.DataFrame) -> bytes:
    return table.to_csv(index=False, lineterminator="\n").encode()
