"""`marketsim report` as a person calls it."""

from pathlib import Path

from tests.cli.conftest import Call
from tests.experiments.calibration.known import written


def test_a_report_is_written_and_never_over_another(call: Call, tmp_path: Path):
    assert call("run", "tiny.yaml", "--out", "runs", "--quiet").returncode == 0
    (folder,) = (tmp_path / "runs").iterdir()
    (tmp_path / "report.html").write_text("mine")
    done = call("report", str(folder), "nowhere")
    assert (done.returncode, done.stdout, done.stderr) == (0, "report-2.html\n", "")
    assert (tmp_path / "report.html").read_text() == "mine"
    assert "Not shown: nowhere holds no finished result" in (tmp_path / "report-2.html").read_text("utf-8")


def test_wrong_calls_are_told(call: Call):
    done = call("report", "nowhere")
    assert done.returncode == 1
    assert "There is nothing to report." in done.stderr
    done = call("report", "nowhere", "--out", "a.pdf")
    assert done.returncode == 2
    assert "let it end in .html" in " ".join(done.stderr.replace("│", " ").split())


def test_a_validation_is_a_page_with_its_tables_beside_it(call: Call, tmp_path: Path):
    written(tmp_path / "learned", finished=False)
    done = call("report", "--validation", "learned", "--truths", "20", "--out", "page.html")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "page.html"
    assert "Provisional" in (tmp_path / "page.html").read_text() and (tmp_path / "page.md").exists()
    drawn = call("figure", "rank_histogram", "page-ranks.csv")
    assert drawn.stdout.strip() == "rank_histogram.png", drawn.stderr
    own = call("report", "--validation", "learned", "--truths", "20")
    assert own.stdout.strip() == "results/validation-learned/validation.html", own.stderr
    assert {path.name.partition(".")[0].partition("-")[0] for path in tmp_path.iterdir()} == {
        *("tiny", "learned", "page", "rank_histogram", "results")
    }
    drawn = call("figure", "rank_histogram", "results/validation-learned")
    assert drawn.returncode == 0, drawn.stderr
    aside = [("report", "learned", "--ranking", "learned"), ("report", "learned", "--validation", "learned")]
    for words, code in ((("report",), 2), *((words, 2) for words in aside), (("report", "--validation", "nowhere"), 1)):
        assert call(*words).returncode == code
    none = call("report", "--validation", "learned", "--ranking", "learned")
    assert none.returncode == 1 and "holds no ranking of policies" in none.stderr
