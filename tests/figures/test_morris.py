"""A point is a parameter, numbered by how much it matters."""

import pytest

import marketsim as ms
from tests.figures.made import sensitivity


def test_points_are_mu_star_and_sigma_with_the_interval_of_mu_star():
    table = sensitivity(4)
    axes = ms.figures.morris(table.iloc[::-1]).axes[0]
    points = next(line for line in axes.lines if line.get_marker() == "o")
    assert list(points.get_xdata()) == list(table["mu_star"])
    assert list(points.get_ydata()) == list(table["sigma"])
    (bars,) = axes.collections
    assert bars.get_segments()[0][:, 0] == pytest.approx([90.0, 120.0])
    assert axes.get_xlabel() == "mu*: mean size of effects on couriers detained, persons"
    assert axes.get_ylabel() == "sigma: spread of effects, same unit"


def test_the_list_names_the_points_and_no_two_numbers_stand_on_each_other():
    table = sensitivity(3).assign(mu_star=[10.0, 9.99, 5.0], sigma=[4.0, 4.0, 1.0])
    axes = ms.figures.morris(table.drop(columns=["low", "high"])).axes[0]
    said = [text.get_text() for text in axes.texts]
    assert said[0].splitlines() == ["1  rule_0.setting", "2  rule_1.setting", "3  rule_2.setting"]
    assert said[1:] == ["1", "3"]


def test_parameters_that_matter_less_are_counted():
    assert "10 dimensions that matter less" in ms.figures.morris(sensitivity(30)).get_supxlabel().replace("\n", " ")
