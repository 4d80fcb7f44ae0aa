"""The report is whole, safe, and can be read by anybody, with or without eyes, network or scripts."""

import base64
import hashlib
import io
import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest
from PIL import Image

import marketsim as ms
from marketsim.cli.listing import parameters
from marketsim.report.assumptions import _words
from marketsim.report.errors import ReportError
from marketsim.report.page import report
from tests.posteriors import KEYS, make_posterior
from tests.report.conftest import HOSTILE
from tests.report.read import Page

SHORT = """\
scale: 0.02
start: 2018-01-01
end: 2018-01-09
measures_from: 2018-01-01
space: {city_side: 4, regions: [astana]}
"""


@pytest.fixture(scope="module")
def text(folders: list[Path], comparison: Path) -> str:
    return report([*folders, comparison, folders[0].parent / "gone"])


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_it_says_what_was_run_what_came_out_and_where_from(page: Page):
    assert [heading.text for heading in page.all("h1", "h2")] == [
        "The same against Two cities", "Notices", "What was run", "Key numbers", "What policies change",
        "Move through time",
        "Figures", "Assumptions", "Tables to take away", "Where it comes from",
        "How to make it again",
    ]  # fmt: skip
    whole = page.elements[0].text
    for said in (
        "What happens in two cities?",
        "1, 2",
        "0.02",
        "Reported figures whose days",
        "marketsim run two-cities-1",
    ):
        assert said in whole


def test_headings_go_down_step_by_step_and_every_table_and_picture_is_named(page: Page):
    levels = [int(heading.tag[1]) for heading in page.all("h1", "h2", "h3", "h4")]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert len(page.all("caption")) == len(page.all("table")) > 5
    assert all(caption.text for caption in page.all("caption"))
    assert all(cell.attributes.get("scope") in ("col", "row") for cell in page.all("th"))
    assert len(page.all("img")) == 5 + 1  # Of a handful of agents no price of averting one is drawn.
    assert all(len(image.attributes["alt"]) > 60 for image in page.all("img"))
    assert page.all("html")[0].attributes["lang"] == "en"
    ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    links = [link.attributes["href"] for link in page.all("a")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)


def test_it_needs_no_network_and_runs_its_own_script_alone(page: Page, text: str):
    assert not page.all("iframe", "object", "link", "form")
    for element in page.elements:
        assert not any(name.startswith("on") for name in element.attributes)
        for name in ("src", "href"):
            assert element.attributes.get(name, "#").startswith(("#", "data:image/png;", "data:text/csv;"))
    assert not re.search(r"url\(|@import|https?:", text)
    policy = next(meta for meta in page.all("meta") if "http-equiv" in meta.attributes).attributes["content"]
    data, script = page.all("script")
    assert data.attributes == {"type": "application/json", "id": "data"}
    digest = base64.b64encode(hashlib.sha256("".join(script.texts).encode()).digest()).decode()
    assert policy == f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"


def test_hostile_names_are_words(page: Page, text: str):
    assert text.count("<script") == text.count("</script") == 2
    assert "onerror=alert(2)>" not in text
    assert "<b>policy" not in text
    shown = [heading.text for heading in page.all("h3")]
    assert any(heading.startswith(HOSTILE[:60]) for heading in shown)
    assert "{{ 7 * 7 }}" in page.elements[0].text or "{{ 7 *" in page.elements[0].text
    assert all("49" not in heading for heading in shown)


def test_what_cannot_be_read_is_named_and_the_rest_is_shown(page: Page, folders: list[Path]):
    notices = next(element for element in page.all("section") if element.attributes.get("class") == "notice")
    assert "Not shown: gone holds no finished result" in notices.text
    assert str(folders[0].parent) not in page.elements[0].text


def test_tables_to_take_away_hold_the_tables(page: Page, folders: list[Path]):
    files = {link.text: link.attributes for link in page.all("a") if "download" in link.attributes}
    assert set(files) == {"yearly.csv", "consequences.csv", "mass.csv", "effects.csv", "ratios.csv", "pairs.csv"}
    content = unquote(files["yearly.csv"]["href"].partition(",")[2])
    table = pd.read_csv(io.StringIO(content))
    run = ms.read(folders[1])
    held = table[(table["scenario"] == "Two cities") & (table["seed"] == run.manifest["seed"])]
    assert held["orders"].tolist() == run.yearly["orders"].tolist()
    assert {title[:2] for title in table["scenario"]} == {"Tw", "'="}  # no spreadsheet takes it for a formula


def test_key_numbers_are_the_median_of_the_runs(page: Page, folders: list[Path]):
    row = next(row for row in page.all("tr") if row.text.startswith("Orders "))
    orders = [ms.read(folder).yearly.loc[2018, "orders"] for folder in folders[:2]]
    assert f"({min(orders):,} to {max(orders):,})" in row.text


def test_a_page_of_one_kind_of_result_is_whole_too(folders: list[Path], comparison: Path):
    alone = Page(report([comparison]))
    assert "Key numbers" not in [heading.text for heading in alone.all("h2")]
    assert alone.all("h1")[0].text == "The same against Two cities"
    short = Page(report([folders[2]]))
    assert "is not drawn. No reported figure has its whole period" in short.elements[0].text
    assert "41 days of 2018" in short.elements[0].text


def test_without_a_comparison_every_scenario_and_the_ledger_have_their_figures(folders: list[Path]):
    alone = Page(report(folders))
    assert len(alone.all("img")) == 6 + 1
    assert "is not drawn. These results do not hold" not in alone.elements[0].text


def test_pictures_can_be_opened_and_the_page_can_be_mailed(page: Page, text: str):
    for image in page.all("img"):
        picture = Image.open(io.BytesIO(base64.b64decode(image.attributes["src"].partition("base64,")[2])))
        assert (str(picture.width), str(picture.height)) == (image.attributes["width"], image.attributes["height"])
    assert len(text) < 1_500_000


def test_assumptions_say_their_grade_and_what_was_changed(folders: list[Path]):
    held = ms.read(folders[0])
    assert Page(report([folders[0]])).elements[0].text.count("nobody measured it") == 1
    changed = ms.run(ms.loads(f"{SHORT}parameters: {{buyer_order: {{elasticity: -0.61}}}}"))
    words = Page(report([changed.save(folders[0].parent)])).elements[0].text
    assert "buyer_order.elasticity." in words
    assert "-0.61 (default " in words
    assert held.manifest["seed"] == 1


def test_products_are_among_the_numbers(folders: list[Path]):
    dearer = ms.run(ms.loads(f"{SHORT}products: {{alpha_pvp: {{price: 20001}}}}")).save(folders[0].parent)
    page = Page(report([dearer]))
    row = next(row.text for row in page.all("tr") if row.text.startswith("products.alpha_pvp.price"))
    assert "20001 (default " in row and "measured" in row
    assert not any("products.alpha_pvp.family" in row.text for row in page.all("tr"))
    counted = {row.text.split()[0]: int(row.text.split()[1]) for row in page.all("tr") if "nobody measured" in row.text}
    assert counted == {"assumed": sum(row["grade"] == "assumed" for row in parameters())}


def test_a_product_of_ones_own_is_not_told_as_measured(folders: list[Path]):
    held = ms.loads(f"{SHORT}products: {{novel: {{family: cathinone}}}}")
    rows = Page(report([ms.run(held).save(folders[0].parent)])).all("tr")
    (row,) = [row.text for row in rows if row.text.startswith("products.novel.price ")]
    assert "a product of this scenario's own" in row and "measured" not in row and "(default " not in row


def test_settings_that_every_policy_has_are_told_where_they_are_changed(folders: list[Path]):
    with_policy = ms.loads(SHORT + "interventions: [{name: slow, kind: site_blocking, start: 2018-01-02, delay: 1.0, "
                           "ramp: 4, intensity: 0.5}]\n")  # fmt: skip
    words = Page(report([ms.run(with_policy).save(folders[0].parent)])).elements[0].text
    assert "ramp 4; intensity 0.5" in words and "; fade" not in words


def test_drawn_numbers_are_told_with_their_seed(folders: list[Path], tmp_path: Path):
    key = "parameters.buyer_initiation.hazard"
    learned = make_posterior(tmp_path / "learned", {key: KEYS[key]}, finished=False)
    drawn = ms.loads(SHORT).with_(posterior=str(learned))
    page = Page(report([ms.run(drawn, seed=seed).save(folders[0].parent) for seed in (1, 2)]))
    words = page.elements[0].text
    assert "1 number is drawn for each run from the calibration 'made_up', which is not finished." in words
    assert f"{drawn.drawn(1).parameters['buyer_initiation'].hazard:.6g} (drawn, here of seed 1)" in words


def test_a_message_keeps_its_full_stops_wherever_it_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ReportError, match=r"holds no finished result: it is empty\."):
        report(["."])


def test_nothing_to_report_is_told(tmp_path: Path):
    with pytest.raises(ReportError, match=r"nothing to report\. Not shown: gone holds no finished result"):
        report([tmp_path / "gone"])


def test_why_a_folder_cannot_be_read_is_told(folders: list[Path], tmp_path: Path):
    empty, partial, file = tmp_path / "empty", tmp_path / ".a-1.0.partial", tmp_path / "file"
    empty.mkdir()
    partial.mkdir()
    file.touch()
    words = Page(report([folders[2], empty, partial, file])).elements[0].text
    assert "Not shown: empty holds no finished result: it is empty." in words
    assert "Not shown: .a-1.0.partial holds no finished result: it is unfinished" in words
    assert "Not shown: file holds no finished result: it is no folder." in words


def test_results_of_another_version_are_shown_as_far_as_they_hold_what_is_shown(folders: list[Path], tmp_path: Path):
    older = ms.read(folders[2])
    manifest = older.manifest | {"model_version": "1"}
    less = replace(older, manifest=manifest, daily=older.daily[["orders", "retail_price_alpha_pvp"]], mass=None)
    words = Page(report([folders[0], less.save(tmp_path)])).elements[0].text
    assert "was made by version 1 of the model" in words
    assert "How to make it again" in words
    odd = replace(older, manifest=manifest | {"scenario": {"title": "Odd"}, "scenario_digest": "0" * 64})
    words = Page(report([folders[0], odd.save(tmp_path)])).elements[0].text
    assert re.search(r"Not shown: odd-1-\w+ does not hold what a report is made of \(KeyError", words)


def test_what_moves_is_the_runs_by_month_and_region(page: Page, folders: list[Path]):
    data = json.loads("".join(page.all("script")[0].texts))
    runs = [ms.read(folder) for folder in folders[:2]]
    orders = next(course for course in data["courses"] if course["name"] == "orders")
    place = data["scenarios"][0]["times"].index("2018-05")
    months = [int(run.daily.loc["2018-05", "orders"].sum()) for run in runs]
    middle, low, high = (row[place] for row in orders["values"][0])
    assert (low, high) == (pytest.approx(min(months), rel=1e-3), pytest.approx(max(months), rel=1e-3))
    assert middle == pytest.approx(sum(months) / 2, rel=1e-3)
    users = next(one for one in data["maps"] if one["name"] == "active_users")["values"][0]["2018-05"]
    of_month = [run.regions[run.regions["month"] == "2018-05-01"]["active_users"].to_numpy() for run in runs]
    assert users == pytest.approx((of_month[0] + of_month[1]) / 2, rel=1e-3)
    assert [region["name"] for region in data["scenarios"][0]["regions"]] == [["Astana"], ["Shymkent"]]
    assert data["scenarios"][1]["times"] == ["2018-01"]
    short = json.loads("".join(Page(report([folders[2]])).all("script")[0].texts))
    assert short["scenarios"][0]["times"][::40] == ["2018-01-01", "2018-02-10"]  # too few months: by day


def test_a_damaged_file_is_told(folders: list[Path], tmp_path: Path):
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in folders[0].iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    (copy / "yearly.csv").write_text("year\n")
    words = Page(report([folders[1], copy])).elements[0].text
    assert "Not shown: copy is damaged: yearly.csv changed since the run" in words


@pytest.mark.parametrize(
    ("file", "command"),
    [
        ("rank.json", "marketsim report --validation CALIBRATION --ranking other shows it"),
        ("prediction.json", "marketsim figure prediction_fan other draws it"),
        ("break_even.json", "marketsim figure break_even other draws it"),
        ("sensitivity.json", "marketsim figure tornado, morris or sobol with other draws it"),
    ],
)
def test_results_of_other_commands_name_what_shows_them(tmp_path: Path, file: str, command: str):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / file).write_text("{}")
    with pytest.raises(ReportError, match=f"Not shown: other holds .*: {command}"):
        report([tmp_path / "other"])


@pytest.mark.parametrize(
    ("value", "words"), [(53.1e9, "53.1 bn"), (True, "yes"), (False, "no"), (0.25, "0.25"), ([True, 2e9], "yes, 2 bn")]
)
def test_settings_are_words_and_large_sums_are_in_billions(value: object, words: str):
    assert _words(value) == words
