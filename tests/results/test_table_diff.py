"""Where two tables differ."""

from datetime import date

import numpy as np
import pandas as pd

from marketsim.results.table_diff import compared, of_cells

YEARS = pd.DataFrame({"year": [2017, 2018], "region": ["a", "b"], "one": [1.0, np.nan], "two": [3, 4]})
KEYS = ("year", "region")


def test_numbers_that_are_none_are_the_same():
    assert compared("t", YEARS, YEARS.copy(), KEYS).same


def test_the_first_row_counts_even_if_only_one_has_it():
    found = compared("t", YEARS.iloc[1:], YEARS.assign(two=[3, 5]), KEYS)
    assert (found.when, found.row, found.a, found.b) == (date(2017, 1, 1), "2017, a", "not there", "there")
    assert (found.rows, found.only_b, found.differing) == (1, 1, 1)


def test_columns_that_only_one_has_are_a_difference_without_a_place():
    found = compared("t", YEARS, YEARS.drop(columns="two"), KEYS)
    assert found.other_columns == ("two",)
    assert not found.same
    assert found.when is None


def test_values_that_differ_are_counted_and_the_first_is_named():
    found = compared("t", YEARS, YEARS.assign(one=[1.5, 2.0], two=[9, 4]), KEYS)
    assert (found.differing, found.column, found.a, found.b, found.columns) == (3, "one", 1.0, 1.5, 2)


def test_tables_without_rows_are_compared():
    assert compared("t", YEARS.iloc[:0], YEARS.iloc[:0], KEYS).same
    assert compared("t", YEARS, YEARS.iloc[:0], KEYS).only_a == 2


def test_the_ground_is_one_row_a_cell():
    cells = {"heat": np.arange(6.0).reshape(2, 3)}
    assert of_cells(cells)["heat"].tolist() == list(range(6))
    assert of_cells({}).empty
    found = compared("cells", of_cells(cells), of_cells({"heat": cells["heat"] * 2}), ("x", "y"))
    assert (found.row, found.a, found.b, found.when) == ("0, 1", 1.0, 2.0, None)
