"""`marketsim figure` as a person calls it."""

from pathlib import Path

from marketsim.figures.tables import FILES
from marketsim.version import MODEL_VERSION
from tests.cli.conftest import Call
from tests.figures.learned import figures, parameters, predictions
from tests.figures.made import sensitivity


def told(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


def test_a_figure_of_a_run_is_written_and_never_over_another(call: Call, tmp_path: Path):
    assert call("run", "tiny.yaml", "--out", "runs", "--quiet").returncode == 0
    (folder,) = (tmp_path / "runs").iterdir()
    done = call("figure", "detentions", str(folder))
    assert (done.returncode, done.stdout, done.stderr) == (0, "detentions.png\n", "")
    (tmp_path / "mine.svg").write_text("mine")
    done = call("figure", "replicates", str(folder), "--measures", "orders", "--out", "mine.svg")
    assert done.stdout == "mine-2.svg\n"
    assert (tmp_path / "mine.svg").read_text() == "mine"
    assert b"<svg" in (tmp_path / "mine-2.svg").read_bytes()
    done = call("figure", "animated_map", str(folder), "--first", "2018-01-16")
    assert (done.returncode, done.stdout) == (0, "animated_map.gif\n")
    done = call("figure", "policy_differences", str(folder))
    assert done.returncode == 1
    assert "holds no comparison" in done.stderr


def test_a_table_is_drawn_from_a_file_or_a_folder(call: Call, tmp_path: Path):
    (tmp_path / "sensitivity-a").mkdir()
    sensitivity().to_csv(tmp_path / "sensitivity-a" / "ranking.csv", index=False)
    assert call("figure", "morris", "sensitivity-a").stdout == "morris.png\n"
    assert call("figure", "tornado", "sensitivity-a/ranking.csv").stdout == "tornado.png\n"
    (tmp_path / "odd.csv").write_bytes(b"\x00\xff,\n\n,,,,")
    done = call("figure", "sobol", "odd.csv")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_tables_of_another_version_and_damaged_ones_are_told_with_their_file(call: Call, tmp_path: Path):
    whole = {"prediction_fan": predictions(), "prior_posterior": parameters(), "predictive_bands": figures()}
    files = {"prediction_fan": "prediction", "prior_posterior": "calibration", "predictive_bands": "page"}
    for name, table in whole.items():
        place = tmp_path / name
        place.mkdir()
        csv = place / {"predictive_bands": "page-figures.csv"}.get(name, FILES[name])
        table.to_csv(csv, index=False)
        made_with = place / f"{files[name]}.json"
        made_with.write_text(f'{{"model_version": "{MODEL_VERSION}"}}')
        assert call("figure", name, str(csv)).stdout == f"{name}.png\n"
        for damaged in (table.assign(median="abc"), table.assign(median=1e9)):
            damaged.to_csv(csv, index=False)
            done = call("figure", name, str(csv))
            assert (done.returncode, done.stdout) == (1, "")
            assert f"{csv.name}: This table is damaged: " in done.stderr and "median" in done.stderr
            assert "Give one as marketsim has written it." in done.stderr and "Warning" not in done.stderr
        made_with.write_text('{"model_version": "4"}')
        done = call("figure", name, str(csv))
        assert (done.returncode, done.stdout) == (5, "")
        assert f"{made_with.name} was made with version 4" in done.stderr
        made_with.write_text("[")
        done = call("figure", name, str(csv))
        assert done.returncode == 1 and f"{made_with.name} is damaged" in done.stderr


def test_wrong_calls_are_told(call: Call):
    for words, complaint in (
        (("detention", "x"), "there is no figure 'detention'. Did you mean 'detentions'?"),
        (("detentions", "x", "--year", "2020"), "'detentions' has no such choice"),
        (("detentions", "x", "--out", "a.jpg"), "asks for no format of figures"),
        (("tornado", "x", "y"), "'tornado' wants a table of a sensitivity analysis, and no more"),
    ):
        done = call("figure", *words)
        assert done.returncode == 2, words
        assert complaint in told(done.stderr)
    done = call("figure", "tornado", "nowhere")
    assert done.returncode == 1
    assert "There is no nowhere; 'tornado' is drawn from a table of a sensitivity analysis: name its folder" in told(
        done.stderr
    )
    done = call("figure", "detentions", "nowhere")
    assert done.returncode == 1
    assert "holds no finished result" in done.stderr
