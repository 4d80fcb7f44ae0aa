"""The report as a person meets it: opened from the disk, time moved, measures chosen, tables taken away, audited."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from marketsim.report.page import report
from tests.browser import Screen, chromium


@pytest.fixture(scope="module")
def file(folders: list[Path], comparison: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page: two runs of one scenario, one of another with a hostile name, a comparison, and a folder too many."""
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(report([*folders, comparison, "gone"]), "utf-8")
    return path


@pytest.fixture(scope="module")
def screen(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """The page in Chromium."""
    with chromium(tmp_path_factory.mktemp("chromium")) as browser:
        browser.get(file.as_uri())
        yield Screen(browser, "report")


def test_time_moves_course_and_map(screen: Screen):
    screen.choose("#maps", "Orders")
    before = [screen.text(selector) for selector in ("#now", "#course-said", "#map-said", "#map-picture")]
    screen.press("#when", "HOME")
    screen.press("#when", "ARROW_RIGHT", 3)
    after = [screen.text(selector) for selector in ("#now", "#course-said", "#map-said", "#map-picture")]
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert after[0] in after[1]
    assert screen.one("#when").get_attribute("aria-valuetext") == after[0]
    screen.one("#moving-section").location_once_scrolled_into_view  # noqa: B018
    screen.keep("moved")


def test_another_measure_has_another_course(screen: Screen):
    before = screen.one("#course-picture path[fill=none]").get_attribute("d")
    screen.choose("#courses", "Couriers detained")
    assert screen.one("#course-picture path[fill=none]").get_attribute("d") != before
    assert screen.text("#course-said").startswith("Couriers detained, persons")
    for box in screen.all("#scenarios input")[1:]:
        box.click()
    assert len(screen.all("#course-picture path[fill=none]")) == 1
    screen.one("#moving details summary").click()
    assert "Two cities" in screen.text("#course-table")
    assert "Astana" in screen.text("#map-table")
    for box in screen.all("#scenarios input")[1:]:
        box.click()


def test_it_plays_and_stops(screen: Screen):
    screen.press("#when", "END")
    screen.one("#play").click()
    first = screen.text("#now")
    screen.until(lambda: screen.text("#now") != first, "another month")
    assert screen.text("#play") == "Stop"
    screen.one("#play").click()
    assert screen.text("#play") == "Play"


def test_tables_are_taken_away(screen: Screen, folders: list[Path]):
    downloads = Path(screen.browser.capabilities["chrome"]["userDataDir"]).parent / "downloads"
    links = {link.text: link for link in screen.all("#tables a[download]")}
    assert {"yearly.csv", "consequences.csv", "mass.csv", "effects.csv", "pairs.csv"} <= set(links)
    links["yearly.csv"].click()
    screen.until(lambda: (downloads / "yearly.csv").is_file(), "the file")
    assert len(pd.read_csv(downloads / "yearly.csv")) == 2 * 2 + 1


@pytest.mark.parametrize("dark", [False, True])
def test_nobody_is_kept_out(screen: Screen, dark: bool):
    screen.dark(dark)
    screen.browser.execute_script("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert screen.hindrances() == []
    screen.browser.execute_script("scrollTo(0, 0)")
    screen.keep("dark" if dark else "light")


def test_it_fits_a_telephone(screen: Screen):
    size = screen.browser.get_window_size()
    screen.browser.set_window_size(500, 1000)
    assert screen.browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    screen.keep("narrow")
    screen.browser.set_window_size(size["width"], size["height"])


def test_it_asks_for_nothing_complains_of_nothing_and_no_name_does_anything(screen: Screen, file: Path):
    assert screen.outside(file.as_uri()) == []
    assert screen.complaints() == []
    assert screen.browser.title == "The same against Two cities"
    assert screen.all("h3 img, h3 script, option script") == []
