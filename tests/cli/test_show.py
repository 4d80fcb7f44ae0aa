"""`marketsim show` lists what the model knows, in three forms."""

import csv
import io
import json

import pytest
import typer
from rich.console import Console

from marketsim.cli import listing
from marketsim.cli.reading import print_list
from marketsim.cli.show import show
from marketsim.measures.registry import all_measures
from marketsim.model import DAY

TITLES = {
    "parameters": lambda rows: f"{len(rows)} parameters in ",
    "rules": lambda rows: f"{len(rows)} rules in the order of the day",
    "interventions": lambda rows: f"{len({row['kind'] for row in rows})} kinds of intervention, {len(rows)} settings",
    "measures": lambda rows: f"{len(rows)} measures",
    "evidence": lambda rows: f"{len(rows)} reported figures",
    "figures": lambda rows: f"{len(rows)} figures",
}
LISTS = ("parameters", "rules", "interventions", "measures", "evidence", "figures")


@pytest.mark.parametrize("what", LISTS)
def test_every_list_is_given_in_three_forms_that_agree(what: str, call):
    rows = json.loads(call("show", what, "--format", "json").stdout)
    assert len(rows) == len(getattr(listing, what)()) > 0
    read = list(csv.DictReader(io.StringIO(call("show", what, "--format", "csv").stdout)))
    assert [list(row) for row in read] == [list(row) for row in rows]
    table = call("show", what)
    assert table.returncode == 0
    first = next(iter(rows[0].values()))
    heading, _, name = str(first).rpartition(".")
    assert (heading or name) in table.stdout and name in table.stdout
    assert TITLES[what](rows) in table.stdout
    assert "…" not in table.stdout
    assert max(map(len, table.stdout.splitlines())) <= 120


def test_what_is_in_no_name_is_looked_for_in_what_is_said(call):
    rows = json.loads(call("show", "parameters", "free parcels", "--format", "json").stdout)
    assert "parameters.courier_arrest.drops_shown" in [row["name"] for row in rows]
    assert all("free" in str(row).lower() and "parcels" in str(row).lower() for row in rows)
    nowhere = call("show", "parameters", "kaleidoscope")
    assert nowhere.returncode == 2 and "'kaleidoscope' is nowhere in the parameters" in nowhere.stderr


def test_the_schema_is_json(call):
    schema = json.loads(call("show", "schema").stdout)
    assert schema["title"] == "marketsim scenario"
    assert "parameters" in schema["properties"]


def test_rules_are_in_the_order_of_the_day_with_their_forms():
    rows = listing.rules()
    assert [row["rule"] for row in rows] == [rule.name for stage in DAY for rule in stage.rules]
    assert rows[0]["reads"] == "today.day; levers.stockpiling"
    for row in rows:
        assert all(row[line] for line in listing.FORM), row["rule"]


def test_every_parameter_says_its_unit_grade_and_source():
    for row in listing.parameters():
        assert row["grade"] in ("measured", "borrowed", "to be calibrated", "assumed") or row["unit"] == "", row["name"]
        assert bool(row["unit"]) == bool(row["source"]), row["name"]


def test_products_have_their_own_defaults():
    prices = {row["name"]: row["default"] for row in listing.parameters()}
    assert prices["products.alpha_pvp.price"] != prices["products.mephedrone.price"]


def test_measures_have_definitions():
    rows = listing.measures()
    assert [row["name"] for row in rows] == list(all_measures())
    assert all(row["definition"] for row in rows)


def test_evidence_says_which_figures_the_model_answers():
    by_id = {row["id"]: row for row in listing.evidence()}
    assert by_id["det-cour-2023"]["has_measure"]
    assert not by_id["rehab"]["has_measure"]
    assert by_id["blocksite-2023"]["high"] is None


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("what", LISTS)
def test_lists_fit_the_width_and_cut_nothing(what: str, width: int, capsys: pytest.CaptureFixture[str]):
    print_list(what, getattr(listing, what)(), Console(width=width))
    said = capsys.readouterr().out
    assert "…" not in said
    assert max(map(len, said.splitlines())) <= width


def test_a_name_chooses_what_is_shown(call):
    table = call("show", "interventions", "site_blocking").stdout
    assert table.startswith("1 kind of intervention, ")
    assert table.count("The state finds more of the shops' online resources") == 1
    assert "lockdown" not in table
    rows = json.loads(call("show", "parameters", "courier_arrest", "--format", "json").stdout)
    assert {row["name"].rpartition(".")[0] for row in rows} == {"parameters.courier_arrest"}
    (row,) = json.loads(call("show", "evidence", "det-cour-2023", "--format", "json").stdout)
    assert row["id"] == "det-cour-2023"


@pytest.mark.parametrize(
    ("words", "mend"),
    [(["parameter"], "'parameters'?"), (["rules", "courier_arest"], "'courier_arrest'?"), (["walk"], "Known:")],
)
def test_an_unknown_word_is_mended(words: list[str], mend: str, call):
    done = call("show", *words)
    assert done.returncode == 2
    assert mend in done.stderr


def test_an_unknown_parameter_lists_the_parts_that_there_are():
    with pytest.raises(typer.BadParameter) as wrong:
        show("parameters", "nonsense", None)
    parts = {row["name"].split(".")[1] for row in listing.parameters()}
    assert str(wrong.value).endswith(f" and {len(parts) - 25} more.")
    assert "buyer_arrest," in str(wrong.value) and "buyer_arrest.detection" not in str(wrong.value)
