"""A held-back figure that follows from what was learned from, or that nothing moves, is no test."""

from dataclasses import replace

import numpy as np
import pandas as pd

from marketsim.experiments.calibration.held_back import FIXED, FOLLOWS, TESTS, what_is_tested
from marketsim.experiments.calibration.observation import targets
from marketsim.report.figures_in_words import figures_in_words


def test_what_follows_and_what_nothing_moves_is_told_from_what_tests() -> None:
    generator = np.random.default_rng(1)
    first, *held = (replace(target, off=0.1) for target in targets(("fit",))[:4])
    level = generator.normal(0.0, 0.5, 500)
    logarithms = {
        first.id: level,
        held[0].id: level - 1.0 + generator.normal(0.0, 0.02, 500),
        held[1].id: level + generator.normal(0.0, 0.4, 500),
        held[2].id: generator.normal(0.0, 0.01, 500),
    }
    reported = {target.id: target.reported for target in (first, *held)}
    reference = pd.DataFrame({f"truth:{name}": reported[name] * np.exp(x) for name, x in logarithms.items()})
    reference.iloc[7] = np.nan  # A run that failed.
    table = what_is_tested(held, [first], reference)
    assert table["tests"].tolist() == [FOLLOWS, TESTS, FIXED]
    assert table["left_over"][0] < 0.05 < 0.3 < table["left_over"][1] < table["over_prior"][1]
    assert what_is_tested(held, [first], reference[[f"truth:{first.id}"]]).empty


def test_figures_that_test_nothing_are_counted_apart() -> None:
    row = {"use": "check", "side": "about", "width": 2.0, "low50": 1.0, "high50": 3.0, "reported": 2.0, "median": 2.5}
    kinds = (FOLLOWS, FIXED, TESTS, TESTS)
    rows = [row | {"id": name, "tests": what, "inside": name != "d"} for name, what in zip("abcd", kinds, strict=True)]
    (text, *_) = figures_in_words(pd.DataFrame(rows))
    said = "Of them 2 are no tests of their own: a (what was learned from leaves less room than their reports have); b"
    assert said in text and "Of the 2 others 1 are inside." in text
