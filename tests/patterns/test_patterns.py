"""All patterns: the verdicts that are kept are those of this model."""

import pandas as pd
import pytest

import marketsim as ms
from tests.patterns.table import KEPT, PATTERNS, computed, told

LEAST = 16
"""Patterns that should hold before calibration."""


def test_the_kept_table_is_of_this_model_version_and_has_all_patterns() -> None:
    kept = pd.read_csv(KEPT, dtype={"model_version": str})
    assert set(kept["model_version"]) == {ms.MODEL_VERSION}, "make patterns"
    assert list(kept["id"]) == [f"P{number:02}" for number in range(1, len(PATTERNS) + 1)]
    assert kept["holds"].sum() >= LEAST


@pytest.mark.slow
def test_the_verdicts_are_those_that_are_kept() -> None:
    table = computed()
    print("\n" + told(table))
    kept = pd.read_csv(KEPT).set_index("id")["holds"]
    now = table.set_index("id")["holds"]
    changed = now[now != kept]
    assert changed.empty, f"other verdicts than in {KEPT.name} (make patterns): {changed.to_dict()}"
