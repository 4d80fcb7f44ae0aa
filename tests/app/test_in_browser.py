"""The explorer as a person meets it, in a real browser: opened, a policy switched, a slider moved, run, and read."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from marketsim.results.running import run
from marketsim.scenario.loading import load
from tests.browser import PATIENCE, Screen, chromium, webdriver

SOON = 15
"""Seconds in which the explorer ends, even if a page is open and runs are being made, on a busy machine."""


@pytest.fixture
def address(scenarios: Path, tmp_path: Path) -> Iterator[str]:
    """The explorer in a process of its own, over one stored run and one bad folder."""
    run(load(scenarios / "hostile.yaml"), 1).save(tmp_path / "results", "hostile")
    (tmp_path / "results" / "broken").mkdir()
    command = [sys.executable, "-m", "marketsim", "explore", "results", "--no-open", "--workers", "2"]
    server = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert server.stdout is not None
    url = server.stdout.readline().split()[4].rstrip(";")
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not answers(url):
        time.sleep(0.2)
    yield url
    began = time.monotonic()
    server.terminate()
    server.stdout.close()
    try:
        server.wait(PATIENCE)
    finally:
        server.kill()
    assert time.monotonic() - began < SOON, "the explorer takes long to end"


def answers(url: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(url.rpartition(":")[2]))) == 0


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Any]:
    """Chromium."""
    with chromium(tmp_path) as driver:
        yield driver


class Explorer(Screen):
    """The explorer on the screen."""

    def __init__(self, browser: Any) -> None:
        super().__init__(browser, "explorer")

    def said(self) -> str:
        return self.text("[data-testid=stMain]")

    def numbers(self) -> list[str]:
        return [element.text for element in self.all("[data-testid=stMetricValue]")]


def test_a_policy_is_switched_moved_run_and_read(address: str, browser: Any):
    screen = Explorer(browser)
    assert address.startswith("http://127.0.0.1:")
    browser.get(address)
    screen.one(".st-key-run button")
    assert "bad.yaml" in screen.said()
    screen.one("[class*=patrols-box] summary").click()
    slider = "[class*=patrols-intensity] input[type=range]"
    for _ in range(10):
        screen.one(slider).send_keys(webdriver.Keys.ARROW_LEFT)
    screen.until(lambda: float(screen.one(slider).get_attribute("value")) <= 0.5, "the slider's new place")
    screen.until(lambda: "Nothing is changed yet" not in screen.said(), "a question")
    screen.one(".st-key-run button").click()
    screen.until(lambda: "8 pairs in" in screen.said() and screen.all("[data-testid=stTab]"), "the result")
    first = screen.numbers()
    assert len(first) == 6
    screen.one("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg")
    screen.keep("course")
    switch = "[class*=patrols-on] input"
    browser.execute_script("arguments[0].click()", screen.one(switch))
    screen.until(lambda: "The screen has changed" in screen.said(), "a line that the screen has changed")
    screen.one(".st-key-run button").click()
    screen.until(lambda: "8 pairs in" in screen.said() and screen.numbers() != first, "another number")
    for place, name in enumerate(("course", "map", "ledger", "file")):
        screen.all("[data-testid=stTab]")[place].click()
        time.sleep(0.7)
        screen.keep(f"switched-{name}")
    assert screen.outside(address, address.replace("http", "ws")) == []


def test_hostile_names_do_nothing_and_bad_results_are_named(address: str, browser: Any):
    screen = Explorer(browser)
    browser.get(address)
    labels = ".st-key-section label"
    stored = screen.until(lambda: [label for label in screen.all(labels) if label.text == "Stored results"], "sections")
    stored[0].click()
    screen.until(lambda: "broken: no finished result" in screen.said(), "the bad folder's line")
    screen.until(lambda: "<script>document.title='owned'</script>" in screen.said(), "the title as text")
    screen.one("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg")
    screen.keep("stored")
    assert screen.all("[data-testid=stMain] a[href^=http]") == []
    assert browser.title == "marketsim explorer"
    assert screen.outside(address, address.replace("http", "ws")) == []
    assert screen.all("[data-testid=stMain] img") == []
