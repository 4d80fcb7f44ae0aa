"""All that the explorer says stands in the catalogue, in all languages."""

import ast
import re
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest

from marketsim.app.catalogue import LANGUAGES, NOTHING, Words, entries, plain
from marketsim.experiments.figures_of_run import consequences
from marketsim.interventions.intervention import Intervention
from marketsim.measures.registry import all_measures
from marketsim.results.consequences import Domain
from marketsim.results.readable import readable
from marketsim.scenario.data import region_names
from marketsim.scenario.registry import intervention_kinds
from marketsim.scenario.scenario import Scenario
from marketsim.world.states import Role

APP = Path(__file__).parents[2] / "src" / "marketsim" / "app"
SHOWN = {
    "title", "header", "subheader", "caption", "write", "markdown", "text", "info", "warning", "error", "success",
    "button", "download_button", "toggle", "selectbox", "multiselect", "slider", "number_input", "date_input", "radio",
    "expander", "metric", "tabs", "progress", "checkbox",
}  # fmt: skip
NEUTRAL = re.compile(r"(unit\.(g|KZT|.*))|consequence\.deaths|language|setting\..*|region\..*")
"""Keys that may be alike in two languages."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_key_with_the_same_blanks(language: str):
    ours, english = entries(language), entries("en")
    assert ours.keys() == english.keys()
    assert {key: blanks(text) for key, text in ours.items()} == {key: blanks(text) for key, text in english.items()}
    assert [key for key, text in ours.items() if not text.strip()] == []


def blanks(text: str) -> list[str]:
    return sorted(set(re.findall(r"{(\w+)}", text)))


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_translation_is_in_its_own_letters(language: str):
    same = [key for key, text in entries(language).items() if text == entries("en")[key] and not NEUTRAL.match(key)]
    assert same == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_the_model_has_a_word(language: str):
    kinds = intervention_kinds()
    known = {f"kind.{kind}" for kind in kinds} | {f"region.{name}" for name in region_names()}
    known |= {f"domain.{domain}" for domain in Domain} | {f"roles.{role.name.lower()}" for role in Role}
    for column in consequences():
        known |= {f"consequence.{column.name}", f"unit.{readable(column.unit)[1]}"}
    for kind, policy in kinds.items():
        own = policy.model_fields.keys() - Intervention.model_fields.keys()
        known |= {f"setting.{kind}.{name}" for name in own}
        known |= {f"choice.{choice}" for name in own for choice in choices(policy.model_fields[name].annotation)}
    known |= {f"products.{product.name}" for product in Scenario.model_validate({}).products}
    for measure in all_measures().values():
        known |= {f"domain.{measure.group}", f"unit.{measure.unit}"}
    assert known - entries(language).keys() == set()


def choices(annotation: object) -> tuple[str, ...]:
    parts = (annotation, *get_args(annotation))
    return tuple(choice for part in parts if get_origin(part) is Literal for choice in get_args(part))


@pytest.mark.parametrize("file", sorted(APP.glob("*.py")), ids=lambda file: file.stem)
def test_no_text_on_the_screen_stands_outside_the_catalogue(file: Path):
    calls = [node for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]
    shown = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in SHOWN]
    said = [text for call in shown if call.args for text in literals(call.args[0])]
    more = [word.value for call in calls for word in call.keywords if word.arg in ("title", "help", "placeholder")]
    said += [text for value in more for text in literals(value)]
    assert [text for text in said if re.search(r"[^\W\d_]{3,}", text)] == []


def literals(node: ast.AST) -> list[str]:
    """Return the texts in an expression that do not go through the catalogue."""
    if isinstance(node, ast.Call):
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in ("words", "name", "replace", "strftime"):
            return []
    if isinstance(node, ast.Compare | ast.comprehension):
        return []
    if isinstance(node, ast.Subscript):
        return literals(node.value)
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.FormattedValue):
        return literals(node.value)
    return [text for child in ast.iter_child_nodes(node) for text in literals(child)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_of_ones_own_is_shown_as_it_is_written(language: str):
    words = Words(language)
    assert words.name("kind", "ban_of_cash") == "ban of cash"
    assert words.name("setting", "ban_of_cash.largest_sum") == "largest sum"


def test_a_foreign_text_is_no_markup():
    assert plain("![x](http://e.org/x)") == r"\!\[x\]\(http" + NOTHING + r"\:\/\/e\.org\/x\)"
    assert plain("<b>\x1b[2J\u202e") == r"\<b\> \[2J"
    assert len(plain("a" * 1000)) <= 300
