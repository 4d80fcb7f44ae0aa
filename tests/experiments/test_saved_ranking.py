"""A ranking is read back as it was written; what is none, damaged or of another model is refused."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from marketsim.experiments.errors import OtherVersionError
from marketsim.experiments.saved_ranking import read_ranking
from marketsim.experiments.saving import json_bytes
from marketsim.results.errors import ResultError
from tests.experiments.ranked import ranking, written

SMALL = ranking(("NA",), seeds=3)
"""A ranking of few seeds, with a policy of an awkward name, of which nothing is said by size."""


def test_what_was_written_is_read(tmp_path: Path) -> None:
    read = read_ranking(written(SMALL, tmp_path / "made"))
    for name in ("samples", "sizes", "by_size"):
        pd.testing.assert_frame_equal(getattr(read, name), getattr(SMALL, name))
    assert read.described() == SMALL.description


def test_no_ranking_and_another_model_are_told(tmp_path: Path) -> None:
    with pytest.raises(ResultError, match=r"holds no ranking.*marketsim rank"):
        read_ranking(tmp_path)
    with pytest.raises(OtherVersionError, match="version 0 of the model"):
        read_ranking(written(SMALL, tmp_path / "old", model_version="0"))


def cut(folder: Path) -> None:
    (folder / "sizes.csv").write_text("seed\n1\n")


def gone(folder: Path) -> None:
    (folder / "effects_by_size.csv").unlink()


def outside(folder: Path) -> None:
    table = pd.read_csv(folder / "effects_by_size.csv")
    table.assign(outcome="../x").to_csv(folder / "effects_by_size.csv", index=False)


def strange(folder: Path) -> None:
    table = pd.read_csv(folder / "samples.csv")
    table.assign(arm="stranger").to_csv(folder / "samples.csv", index=False)


def broken(folder: Path) -> None:
    (folder / "rank.json").write_text("[")


def dayless(folder: Path) -> None:
    description = {name: held for name, held in SMALL.description.items() if name != "since"}
    (folder / "rank.json").write_bytes(json_bytes(description))


def untitled(folder: Path) -> None:
    written(SMALL, folder / "other", titles=["one"])
    (folder / "other" / "rank.json").replace(folder / "rank.json")


def shortened(name: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        lines = (folder / name).read_text().splitlines()
        (folder / name).write_text("\n".join(lines[:-1]) + "\n")

    return damage


def emptied(folder: Path) -> None:
    lines = (folder / "effects_by_size.csv").read_text().splitlines()
    (folder / "effects_by_size.csv").write_text(lines[0] + "\n")


def one_again(folder: Path) -> None:
    lines = (folder / "samples.csv").read_text().splitlines()
    (folder / "samples.csv").write_text("\n".join([*lines[:-1], lines[1]]) + "\n")


def another_day(folder: Path) -> None:
    (folder / "rank.json").write_bytes(json_bytes(SMALL.description | {"since": 5}))


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (cut, "lacks market_t_per_year"),
        (gone, "lacks effects_by_size.csv. Rank again"),
        (outside, "an outcome that is none"),
        (strange, "does not name"),
        (broken, "is damaged"),
        (untitled, "is damaged"),
        (dayless, "lacks since. Rank again"),
        (shortened("samples.csv"), "samples.csv does not hold every row"),
        (shortened("sizes.csv"), "sizes.csv does not hold every row"),
        (shortened("effects_by_size.csv"), "effects_by_size.csv does not hold every row"),
        (emptied, "is damaged"),
        (one_again, "samples.csv does not hold every row"),
        (another_day, "is damaged"),
    ],
)
def test_damage_is_told_with_its_folder(tmp_path: Path, damage: Callable[[Path], None], words: str) -> None:
    folder = written(SMALL, tmp_path / "made")
    damage(folder)
    with pytest.raises(ResultError, match=words) as told:
        read_ranking(folder)
    assert str(folder) in str(told.value)
