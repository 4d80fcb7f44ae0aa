"""Chromium as the tests drive it, with or without eyes; where there is none, these tests are skipped and say so."""

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

BROWSER, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
webdriver = pytest.importorskip("selenium.webdriver", reason="Selenium is not installed")
if not (BROWSER and DRIVER):
    pytest.skip("There is no Chromium here: nothing is opened in a browser.", allow_module_level=True)

ARTEFACTS = Path(__file__).parents[1] / "artefacts"
"""Where screenshots are kept, to be looked at; Git ignores it."""
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1500,1500",
)  # fmt: skip
PATIENCE = 120
"""Seconds to wait for anything on a busy machine."""


@contextmanager
def chromium(folder: Path) -> Iterator[Any]:
    """Open Chromium with a profile and downloads in a folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SE_AVOID_STATS", "true")
        options = webdriver.ChromeOptions()
        options.binary_location = BROWSER
        for flag in (*FLAGS, f"--user-data-dir={folder / 'profile'}"):
            options.add_argument(flag)
        options.add_experimental_option("prefs", {"download.default_directory": str(folder / "downloads")})
        options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER, log_output=os.devnull))
    driver.set_script_timeout(PATIENCE)
    try:
        yield driver
    finally:
        driver.quit()


class Screen:
    """What a person does and sees."""

    def __init__(self, browser: Any, name: str) -> None:
        self.browser, self.name = browser, name

    def all(self, selector: str) -> list[Any]:
        return list(self.browser.find_elements("css selector", selector))

    def one(self, selector: str) -> Any:
        return self.until(lambda: next(iter(self.all(selector)), None), selector)

    def until(self, found: Callable[[], Any], what: str) -> Any:
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

    def text(self, selector: str) -> str:
        return str(self.one(selector).text)

    def choose(self, selector: str, words: str) -> None:
        from selenium.webdriver.support.select import Select

        Select(self.one(selector)).select_by_visible_text(words)

    def press(self, selector: str, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.one(selector).send_keys(getattr(webdriver.Keys, key))

    def dark(self, yes: bool) -> None:
        feature = {"name": "prefers-color-scheme", "value": "dark" if yes else "light"}
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})

    def keep(self, name: str) -> None:
        """Keep a picture of what is seen."""
        ARTEFACTS.mkdir(exist_ok=True)
        self.browser.save_screenshot(str(ARTEFACTS / f"{self.name}-{name}.png"))

    def complaints(self) -> list[str]:
        """Return what the page complained of since the last time."""
        return [entry["message"] for entry in self.browser.get_log("browser") if entry["level"] != "INFO"]

    def outside(self, *addresses: str) -> list[str]:
        """Return what the page asked of anybody but these addresses."""
        events = [json.loads(entry["message"])["message"] for entry in self.browser.get_log("performance")]
        asked = [
            event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"
        ]
        return [url for url in asked if not url.startswith((*addresses, "data:", "blob:", "chrome:"))]

    def hindrances(self) -> list[str]:
        """Return what axe finds that keeps people out: rule, and the elements that break it."""
        pytest.importorskip("axe_core_python", reason="axe is not installed: the audit is left out")
        self.browser.execute_script((files("axe_core_python") / "axe.min.js").read_text("utf-8"))
        found = self.browser.execute_async_script("axe.run().then(arguments[arguments.length - 1])")
        assert len(found["passes"]) > 20
        return [f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found["violations"]]
