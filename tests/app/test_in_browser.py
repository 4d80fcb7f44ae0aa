"""The explorer as a person meets it, in a real browser: opened, a policy switched, a slider moved, run, and read."""

import json
import os
import shutil
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

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
webdriver = pytest.importorskip("selenium.webdriver", reason="Selenium is not installed")
if not (BROWSER and DRIVER):
    pytest.skip("There is no Chromium here: the explorer is not opened in a browser.", allow_module_level=True)

ARTEFACTS = Path(__file__).parents[2] / "artefacts"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1500,1500",
)  # fmt: skip
PATIENCE = 120
"""Seconds to wait for anything on a busy machine."""


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
    server.terminate()
    server.stdout.close()
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def answers(url: str) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", int(url.rpartition(":")[2]))) == 0


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Any]:
    """Chromium."""
    monkeypatch.setenv("SE_AVOID_STATS", "true")
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER, log_output=os.devnull))
    yield driver
    driver.quit()


class Screen:
    """What a person does and sees."""

    def __init__(self, browser: Any) -> None:
        self.browser = browser

    def all(self, selector: str) -> list[Any]:
        return list(self.browser.find_elements("css selector", selector))

    def one(self, selector: str) -> Any:
        return self.until(lambda: next(iter(self.all(selector)), None), selector)

    def until(self, found: Any, what: str) -> Any:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                if value := found():
                    return value
            except webdriver.remote.errorhandler.StaleElementReferenceException:
                pass
            time.sleep(0.1)
        self.keep("given-up")
        raise AssertionError(f"{what} does not come")

    def text(self) -> str:
        return str(self.one("[data-testid=stMain]").text)

    def numbers(self) -> list[str]:
        return [element.text for element in self.all("[data-testid=stMetricValue]")]

    def keep(self, name: str) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        self.browser.save_screenshot(str(ARTEFACTS / f"explorer-{name}.png"))

    def outside(self, address: str) -> list[str]:
        """Return what the page asked of anybody but its own server."""
        events = [json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance")]
        asked = [
            event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"
        ]
        return [url for url in asked if url.startswith(("http", "ws")) and not url.startswith(address)]


def test_a_policy_is_switched_moved_run_and_read(address: str, browser: Any):
    screen = Screen(browser)
    assert address.startswith("http://127.0.0.1:")
    browser.get(address)
    screen.one(".st-key-run button")
    assert "bad.yaml" in screen.text()
    screen.one("[class*=patrols-box] summary").click()
    slider = "[class*=patrols-intensity] input[type=range]"
    for _ in range(10):
        screen.one(slider).send_keys(webdriver.Keys.ARROW_LEFT)
    screen.until(lambda: float(screen.one(slider).get_attribute("value")) <= 0.5, "the slider's new place")
    screen.until(lambda: "Nothing is changed yet" not in screen.text(), "a question")
    screen.one(".st-key-run button").click()
    screen.until(lambda: "8 pairs in" in screen.text() and screen.all("[data-testid=stTab]"), "the result")
    first = screen.numbers()
    assert len(first) == 6
    screen.one("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg")
    screen.keep("course")
    switch = "[class*=patrols-on] input"
    browser.execute_script("arguments[0].click()", screen.one(switch))
    screen.until(lambda: "The screen has changed" in screen.text(), "a line that the screen has changed")
    screen.one(".st-key-run button").click()
    screen.until(lambda: "8 pairs in" in screen.text() and screen.numbers() != first, "another number")
    for place, name in enumerate(("course", "map", "ledger", "file")):
        screen.all("[data-testid=stTab]")[place].click()
        time.sleep(0.7)
        screen.keep(f"switched-{name}")
    assert screen.outside(address) == []


def test_hostile_names_do_nothing_and_bad_results_are_named(address: str, browser: Any):
    screen = Screen(browser)
    browser.get(address)
    labels = ".st-key-section label"
    stored = screen.until(lambda: [label for label in screen.all(labels) if label.text == "Stored results"], "sections")
    stored[0].click()
    screen.until(lambda: "broken: no finished result" in screen.text(), "the bad folder's line")
    screen.until(lambda: "<script>document.title='owned'</script>" in screen.text(), "the title as text")
    screen.one("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg")
    screen.keep("stored")
    assert screen.all("[data-testid=stMain] a[href^=http]") == []
    assert browser.title == "marketsim explorer"
    assert screen.outside(address) == []
    assert screen.all("[data-testid=stMain] img") == []
