"""The validation of a calibration as a page of HTML and as Markdown, failures included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from importlib import resources
from pathlib import Path
from typing import Any

import pandas as pd

from marketsim.experiments.calibration.held_back import TESTS
from marketsim.experiments.calibration.validation import Validation
from marketsim.experiments.saved_ranking import SavedRanking
from marketsim.experiments.saving import csv_bytes, json_bytes
from marketsim.figures.style import number
from marketsim.figures.words import title_of
from marketsim.report.by_size import by_size
from marketsim.report.figures_in_words import WORDS, figures_in_words, inside_and_narrow
from marketsim.report.learned import learned
from marketsim.report.made_of import made_of, notices, readings, tolerances
from marketsim.report.misses import misses, reported
from marketsim.report.section import Section, picture
from marketsim.report.table import Table
from marketsim.results.errors import ResultError
from marketsim.scenario.faults import one_line
from marketsim.version import MODEL_VERSION, __version__

YES, NO, UNTOLD = "yes", "no", "cannot be told"
PATTERN_COLUMNS = {
    *("id", "holds", "model_version", "pattern", "check", "replicates", "effect", "low", "high", "power", "by_chance"),
    *("by_construction", "note"),
}
"""What a table of patterns must have."""


def sections_of(
    made: Validation, patterns: pd.DataFrame | None = None, ranking: SavedRanking | None = None
) -> list[Section]:
    """Return all parts in order.

    Args:
        made: The validation.
        patterns: Table of the patterns P01 to P21, if there is one.
        ranking: A ranking of policies, if there is one.
    """
    return [
        _goals(made),
        made_of(made),
        tolerances(made),
        *readings(made),
        _figures(made),
        misses(made),
        _records(made),
        _roles(made),
        _series(made),
        _patterns(patterns),
        *learned(made),
        *by_size(ranking, made.draws),
    ]


def page(made: Validation, sections: Sequence[Section]) -> str:
    """Return the page, which needs no network."""
    from jinja2 import Environment, StrictUndefined

    template = (resources.files("marketsim.report") / "validation.html.j2").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    content = {"title": title(made), "notices": notices(made), "sections": sections, "version": __version__}
    return environment.from_string(template).render(content)


def markdown(made: Validation, sections: Sequence[Section], files: Mapping[str, str]) -> str:
    """Return the same as Markdown; hostile words are escaped.

    Args:
        made: The validation.
        sections: All parts in order.
        files: Names of the files of pictures beside it, by picture; one that has none is left out.
    """
    lines = [f"# {escape(title(made), quote=False)}", ""]
    lines += [line for text in notices(made) for line in (f"> **{escape(text, quote=False)}**", "")]
    for section in sections:
        lines += [f"## {section.title}", ""]
        lines += [line for text in section.texts for line in (escape(text, quote=False), "")]
        if section.picture is not None and section.picture.name in files:
            lines += [f"![{escape(section.picture.alt, quote=False)}]({files[section.picture.name]})", ""]
        if section.table is not None:
            lines += [escape(section.table.caption, quote=False), "", *_table_in_markdown(section.table), ""]
    return "\n".join([*lines, f"marketsim {__version__}"]) + "\n"


def tables(made: Validation) -> dict[str, bytes]:
    """Return the tables behind the page as CSV files by name."""
    names = ("figures", "records", "series", "roles", "ranks", "parameters", "goals")
    return {f"{name}.csv": csv_bytes(getattr(made, name)) for name in names}


def described(made: Validation) -> dict[str, Any]:
    """Return what was validated as plain values, by which its tables are known to be of a version of the model."""
    return {
        "model_version": made.manifest["model_version"],
        "calibration": made.manifest.get("name"),
        "posterior_sha256": made.draws,
        "source": made.source,
        "runs": made.runs,
        "provisional": made.provisional,
    }


def title(made: Validation) -> str:
    """Return the title of the page."""
    return f"Validation of the calibration: {one_line(str(made.manifest.get('title') or made.manifest.get('name')))}"


def _goals(made: Validation) -> Section:
    held = made.goals
    texts = [f"{int(held['holds'].sum())} of {len(held)} goals are reached."]
    if untold := int((~held["told"]).sum()):
        texts[0] += f" Of {untold} it cannot be told: known truths are too few, and it does not count as reached."
    held_back = made.figures[made.figures["use"] == "check"]
    if len(held_back):
        tests = held_back[held_back["tests"] == TESTS]
        texts[0] += (
            f" Of figures held back {int(tests['inside'].sum())} of the {len(tests)} that are tests of their own are "
            f"inside, and the model's median lies below {int((held_back['median'] < held_back['reported']).sum())} of "
            f"all {len(held_back)}."
        )
    if len(made.records):
        within = int(made.records["within"].sum())
        texts[0] += f" Records are no goal: {within} of {len(made.records)} largest finds lie within the tail of runs."
    texts += [inside_and_narrow(made.figures, use) for use in WORDS if (made.figures["use"] == use).any()]
    rows = [
        [row["goal"], row["wanted"], row["reached"], (YES if row["holds"] else NO) if row["told"] else UNTOLD]
        for _, row in held.iterrows()
    ]
    return Section("What was to be reached", texts, Table("Goals", ["Goal", "Wanted", "Reached", "Holds"], rows))


def _figures(made: Validation) -> Section:
    held, texts = made.figures, figures_in_words(made.figures)
    body = [
        [
            row["id"], row["use"], title_of(row["metric"]), f"{row['start']} to {row['end']}", row["unit"],
            reported(row), number(row["median"]), f"{number(row['low50'])} to {number(row['high50'])}",
            f"{number(row['low90'])} to {number(row['high90'])}",
            number(row["width"]) if row["low90"] > 0 else "from 0", YES if row["inside"] else NO,
        ]
        for _, row in held.iterrows()
    ]  # fmt: skip
    titles = ["Figure", "Use", "Measure", "Days", "Unit", "Taken", "Model", "50 %", "90 %", "Width", "Inside"]
    caption = (
        "Taken: as reported, or the reading that is taken where sources leave it open. Model: what would be reported, "
        "with its error; width: upper over lower end of 90 %, where that is not 0; a figure of "
        "at least or at most so many is inside while reports on its side have a chance of a tenth or more"
    )
    table = Table(caption, titles, body, frozenset({5, 6, 7, 8, 9}))
    shown, drawn = picture("predictive_bands", held, " ".join(texts))
    return Section("All that was reported", texts, table, shown, drawn)


def _records(made: Validation) -> Section:
    held = made.records
    if held.empty:
        why = "which were made before records were kept, or are none of the posterior (--runs-of)"
        return Section("Records", [f"Not kept of these runs, {why}."])
    text = (
        "A record is the upper tail of what laboratories held when they were raided, and no typical one: it stands "
        "against the largest find on one day in each run until then. It is within the tail if a twentieth of the runs "
        "or more had as large a one, and as many had not."
    )
    rows = [
        [
            row["id"], str(row["until"]), row["unit"], number(row["reported"]), number(row["median"]),
            f"{number(row['low90'])} to {number(row['high90'])}", f"{row['chance']:.0%}", YES if row["within"] else NO,
        ]
        for _, row in held.iterrows()
    ]  # fmt: skip
    titles = ["Record", "Until", "Unit", "Reported", "Largest in a run", "90 %", "As large", "Within the tail"]
    return Section("Records", [text], Table("Largest finds", titles, rows, frozenset({3, 4, 5, 6})))


def _roles(made: Validation) -> Section:
    rows = [
        [title_of(row["role"]), f"{row['reported']:.0%}", f"{row['model']:.0%}", YES if row["near"] else NO]
        for _, row in made.roles.iterrows()
    ]
    titles = ["Role", "Reported", "Model", "Within 10 points"]
    text = "Shares of medians. The four counts were learned from: that they are met together is no test of the model."
    return Section("Roles of those detained in 2023", [text], Table("Shares", titles, rows, frozenset({1, 2})))


def _series(made: Validation) -> Section:
    beyond = int((made.series["trend"] < made.series["least"]).sum())
    text = (
        "The mean continuous ranked probability score of logarithms (of counts and one, as nothing has none), lower is "
        "better, beside that of a log-linear trend, which has two numbers for each series and is fitted to the "
        "figures of it that the calibration learned from. Both are scored on those and on figures held back, which may "
        "be parts of years that were learned from; unseen, a line foretells each figure from the others, which three "
        "are too few for. Least is the score of reports that scatter, as they are taken to, around the very "
        "figure that was reported; whoever knew what happened would score some 2.4 times as much on average. Where the "
        "trend lies below it, no model with these errors can be nearer: the figures lie closer to a line than reports "
        "are taken to be exact, by chance or because errors are assumed too wide. That is so of "
        f"{beyond} of {len(made.series)} here."
    )
    rows = [
        [
            title_of(row["metric"]),
            str(row["figures"]),
            f"{row['model']:.3f}",
            f"{row['trend']:.3f}",
            f"{row['unseen']:.3f}" if row["unseen"] == row["unseen"] else "-",
            f"{row['least']:.3f}",
            YES if row["better"] else NO,
        ]
        for _, row in made.series.iterrows()
    ]
    titles = ["Series", "Figures", "Model", "Trend", "Trend, unseen", "Least", "Model better"]
    return Section(
        "Against a line through the points", [text], Table("Scores", titles, rows, frozenset({1, 2, 3, 4, 5}))
    )


def _patterns(patterns: pd.DataFrame | None) -> Section:
    if patterns is None:
        return Section("Patterns", ["Their table was not given: make patterns, then --patterns FILE."])
    if lacking := PATTERN_COLUMNS - set(patterns):
        raise ResultError(f"The table of patterns has no column {min(lacking)}. Make it with make patterns.")
    held = patterns["holds"].astype(str).str.lower() == "true"
    other = sorted(set(patterns["model_version"].astype(str)) - {MODEL_VERSION})
    texts = [
        f"{int(held.sum())} of {len(patterns)} patterns hold, with parameters as they were set by hand. No calibration "
        "learns from them, but some numbers were set with one in view and name it as their source, and a few patterns "
        "follow in part from how the model is made: those are marked."
    ]
    texts += [f"They are of version {', '.join(other)} of the model."] if other else []
    rows = [
        [
            row["id"], row["pattern"], row["check"], str(row["replicates"]), number(row["effect"]),
            f"{number(row['low'])} to {number(row['high'])}", f"{row['power']:.0%}", number(row["by_chance"]),
            YES if holds else NO, _note(row),
        ]
        for (_, row), holds in zip(patterns.iterrows(), held, strict=True)
    ]  # fmt: skip
    titles = ["", "Pattern", "Test", "Runs", "Effect", "Interval", "Power", "By chance", "Holds", "Note"]
    caption = (
        "Patterns; interval: 95 % of the mean; power: chance to pass the test if the true effect were half of the one "
        "found; by chance: share of shuffled runs that pass; holds: also what the note names"
    )
    return Section("Patterns", texts, Table(caption, titles, rows, frozenset({3, 4, 6, 7})))


def _note(row: pd.Series[Any]) -> str:
    """Return what is to be known of a pattern."""
    made = str(row["by_construction"]).lower() == "true"
    return f"{'In part by construction. ' if made else ''}{row['note']}"


def _table_in_markdown(table: Table) -> list[str]:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(escape(one_line(str(cell)), quote=False).replace("|", "\\|") for cell in cells) + " |"

    rule = "|" + "|".join("---:" if place in table.numbers else "---" for place in range(len(table.titles))) + "|"
    return [line(table.titles), rule, *(line(row) for row in table.rows)]


def write(
    made: Validation, page_file: Path, patterns: pd.DataFrame | None = None, ranking: SavedRanking | None = None
) -> list[Path]:
    """Write the page, the same as Markdown, its pictures and tables, beside each other; nothing is overwritten."""
    from marketsim.figures.saving import write_new

    sections = sections_of(made, patterns, ranking)
    first = write_new(page_file, page(made, sections).encode())
    made_with = write_new(first.with_suffix(".json"), json_bytes(described(made)))
    # Everything else has the name that the page was given, so that a second validation shows its own pictures.
    drawn = {section.picture.name: section.drawn for section in sections if section.picture and section.drawn}
    pictures = {
        name: write_new(first.with_name(f"{first.stem}-{name}.png"), content) for name, content in drawn.items()
    }
    others = {name: content for name, content in (tables(made) | _of_ranking(ranking)).items() if content}
    beside = [write_new(first.with_name(f"{first.stem}-{name}"), content) for name, content in others.items()]
    text = markdown(made, sections, {name: path.name for name, path in pictures.items()}).encode()
    return [first, write_new(first.with_suffix(".md"), text), *pictures.values(), *beside, made_with]


def _of_ranking(ranking: SavedRanking | None) -> dict[str, bytes]:
    """Return the table of effects by market size as a file by name, if there is one."""
    return {} if ranking is None else {"effects_by_size.csv": csv_bytes(ranking.by_size)}
