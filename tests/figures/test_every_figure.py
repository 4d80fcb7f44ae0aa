"""Of every figure: it is a Figure, nothing in it is cut, overlaps or lacks a label, whatever it is drawn from."""

import subprocess
import sys
from inspect import signature
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

import marketsim as ms
from marketsim.figures.drawing import Needs
from marketsim.figures.errors import FigureError
from marketsim.figures.registry import all_figures
from marketsim.figures.saving import figure_bytes, save
from marketsim.results.run import Run
from tests.figures.learned import parameters, ranks
from tests.figures.made import comparison, sensitivity
from tests.figures.seen import faults, unlabelled

FIGURES = all_figures()
OF_RUNS = sorted(name for name, figure in FIGURES.items() if figure.needs is Needs.RUNS)
OF_COMPARISONS = sorted(name for name, figure in FIGURES.items() if figure.needs is Needs.COMPARISON)
OF_TABLES = sorted(name for name, figure in FIGURES.items() if figure.needs is Needs.TABLE)
NOTHING_TO_COMPARE = "evidence"
"""The figure that a short run is too short for."""


def check(figure: Figure) -> None:
    assert isinstance(figure, Figure)
    assert faults(figure) == []
    assert unlabelled(figure) == []


@pytest.mark.parametrize("name", OF_RUNS)
@pytest.mark.parametrize("what", ["one", "replicates", "short", "hostile"])
def test_a_figure_of_runs_can_be_read(name: str, what: str, runs: list[Run], short: Run, hostile: Run):
    given: Any = {"one": runs[0], "replicates": runs, "short": short, "hostile": hostile}[what]
    if (name, what) == (NOTHING_TO_COMPARE, "short"):
        with pytest.raises(FigureError, match="No reported figure has its whole period"):
            FIGURES[name](given)
        return
    check(FIGURES[name](given))


@pytest.mark.parametrize("name", OF_COMPARISONS)
@pytest.mark.parametrize("arms", [("one",), ("a", "b", "c", "d", "e"), ("an_arm_$x^{_" * 9, "<b>" * 30)])
def test_a_figure_of_comparisons_can_be_read(name: str, arms: tuple[str, ...]):
    check(FIGURES[name](comparison(arms)))


@pytest.mark.parametrize("name", OF_TABLES)
@pytest.mark.parametrize("count", [1, 5, 30])
@pytest.mark.parametrize("long", [False, True])
def test_a_figure_of_sensitivity_can_be_read(name: str, count: int, long: bool):
    check(FIGURES[name](sensitivity(count, long)))


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_a_figure_has_a_name_a_file_and_a_test(name: str):
    assert (Path(__file__).parent / f"test_{name}.py").is_file()
    assert FIGURES[name].what.endswith(".")
    assert getattr(ms.figures, name) is FIGURES[name]
    assert name in dir(ms.figures)


def test_a_name_is_the_figure_even_if_its_file_was_imported_first():
    code = (
        "from marketsim.figures.detentions import ROLES; import marketsim as ms; print(callable(ms.figures.detentions))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "True\n"


def test_naming_figures_brings_no_matplotlib():
    code = "import sys, marketsim as ms; ms.figures.detentions; print('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_there_is_no_other_figure():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        ms.figures.nothing  # noqa: B018


@pytest.mark.parametrize("form", ["png", "svg", "pdf"])
def test_the_same_figure_makes_the_same_bytes(form: str, runs: list[Run]):
    once, again = (figure_bytes(FIGURES["detentions"](runs), form) for _ in range(2))
    assert once == again


def test_a_saved_figure_is_never_overwritten(runs: list[Run], tmp_path: Path):
    one, other = FIGURES["detentions"](runs), FIGURES["detentions"](runs[0])
    first = save(one, tmp_path / "a.png")
    before = first.read_bytes()
    assert save(one, tmp_path / "a.png") == first
    assert save(other, tmp_path / "a.png") == tmp_path / "a-2.png"
    assert first.read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("name", ["a.jpg", "a", "nowhere/a.png"])
def test_a_file_that_cannot_be_written_is_told(name: str, runs: list[Run], tmp_path: Path):
    with pytest.raises(FigureError, match=r"no format of figures|cannot be written"):
        save(FIGURES["detentions"](runs), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_figure_that_does_not_move_is_no_gif(runs: list[Run]):
    with pytest.raises(FigureError, match="does not move"):
        figure_bytes(FIGURES["detentions"](runs), "gif")


def test_a_band_holds_runs_of_one_scenario_each_once(runs: list[Run], short: Run):
    for given, said in (([], "no run"), ([runs[0], short], "different scenarios"), ([runs[0]] * 2, "given twice")):
        with pytest.raises(FigureError, match=said):
            FIGURES["detentions"](given)


def test_the_style_is_the_house_s_whatever_the_user_s_is(runs: list[Run]):
    import matplotlib

    plain = figure_bytes(FIGURES["detentions"](runs))
    with matplotlib.rc_context({"figure.facecolor": "black", "font.size": 30, "axes.grid": False}):
        assert figure_bytes(FIGURES["detentions"](runs)) == plain


def test_axes_of_one_s_own_are_drawn_into(runs: list[Run]):
    for name in sorted(FIGURES):
        if "axes" not in signature(FIGURES[name]).parameters:
            continue
        axes = Figure().add_subplot()
        learned = ranks() if name == "rank_histogram" else parameters()
        table = {
            Needs.COMPARISON: comparison(),
            Needs.TABLE: sensitivity(),
            Needs.CALIBRATION: learned,
            Needs.VALIDATION: learned,
        }
        given: Any = {Needs.RUNS: runs, **table}[FIGURES[name].needs]
        more = {"measures": ["orders"]} if name == "replicates" else {}
        assert FIGURES[name](given, axes=axes, **more) is axes.figure
        assert axes.has_data()
        assert axes.get_title("left")
