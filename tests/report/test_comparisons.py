"""What the report says of comparisons: what they are, what they rest on, and how to make them again."""

import json
import shlex
import shutil
from pathlib import Path

import pytest

from marketsim.experiments.comparing import compare
from marketsim.report import pictures
from marketsim.report.gathering import gather
from marketsim.report.numbers import refused
from marketsim.report.page import report
from marketsim.version import __version__
from tests.experiments.made import ECONOMICS
from tests.figures.made import comparison
from tests.posteriors import KEYS, make_posterior
from tests.report.conftest import SCENARIO
from tests.report.read import Page

POLICY = {"name": "fast", "kind": "site_blocking", "start": "2018-01-10", "delay": 1, "cost_per_year": 2e9}
CALL = [
    *("marketsim", "compare", "scenarios/base.yaml", "/home/somebody/faster.yaml", "--seeds", "1-2"),
    *("--set", "end=2018-02-10", "--set", "title=Two words"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pairs whose runs end before the horizon."""
    base = SCENARIO.with_(end="2018-02-10", economics=ECONOMICS | {"horizon": "2019-01-10"})
    faster = base.with_({"interventions": [POLICY]}, title="Faster", question="Does it help?")
    return compare({"base": base, "faster": faster}, (1, 2)).save(tmp_path_factory.mktemp("results"), CALL)


def test_a_comparison_without_draws_says_that_numbers_stand(folder: Path):
    text = words(folder)
    assert "Unknown numbers stand as they were set by hand" in text and "Every pair draws" not in text
    assert "Detentions rose" not in text and "Never in force" not in text and "Cost not stated" not in text


def words(folder: Path) -> str:
    return Page(report([folder])).elements[0].text


def test_a_comparison_that_says_what_policies_are_worth_has_figures_of_it():
    made = pictures.of_comparison(comparison(("one",)))
    assert [one.name for one in made] == ["policy_differences", "cost_effectiveness_plane", "acceptability_curve"]
    assert all(not one.reason and len(one.alt) > 60 and one.address for one in made)
    assert [one.name for one in pictures.of_comparison(comparison(("one",)), worth=False)] == ["policy_differences"]


def test_the_whole_call_is_told_and_nobody_learns_where_files_lay(folder: Path):
    text = words(folder)
    wanted = [word.replace("/home/somebody/", "") for word in CALL]
    assert shlex.join(wanted) in text
    assert "/home/somebody" not in text and "only the name is told" in text


def test_it_says_by_what_it_was_made(folder: Path):
    page = Page(report([folder]))
    digests = json.loads((folder / "comparison.json").read_text())["scenarios"]
    rows = [row.text for row in page.all("tr") if row.text.startswith(f"{folder.name}:")]
    assert len(rows) == 2
    for row, digest in zip(rows, digests.values(), strict=True):
        assert digest[:16] in row and f"marketsim {__version__}" in row and "not kept" not in row


def test_a_folder_of_old_says_what_is_not_kept(folder: Path, tmp_path: Path):
    old = Path(shutil.copytree(folder, tmp_path / "old"))
    (old / "made_with.json").unlink()
    text = words(old)
    assert "How old was called is not kept" in text and "What these policies do is not kept" in text
    assert "marketsim compare " not in text
    assert "not kept" in next(row.text for row in Page(report([old])).all("tr") if row.text.startswith("old: faster"))


def test_policies_are_told_with_their_question_and_settings(folder: Path):
    page = Page(report([folder]))
    assert page.all("h1")[0].text == "Faster against Two cities"
    assert page.all("header")[0].text.count("Does it help?") == 1
    rows = [row.text for row in page.all("tr") if row.text.startswith("Faster fast 2018-01-10 to the end")]
    assert len(rows) == 2
    assert "delay: 1 day " in rows[1] and "assumed: no published delay" in rows[1]
    assert "cost per year: 2,000,000,000 KZT / year" in rows[0] and rows[0].endswith("assumed")


def test_what_a_comparison_rests_on_is_told_as_on_the_screen(tmp_path: Path):
    drawn = ("parameters.buyer_initiation.hazard", "parameters.courier_arrest.detection")
    values = {drawn[0]: KEYS[drawn[0]], drawn[1]: [2e-5 + 1e-7 * k for k in range(20)]}
    begun = make_posterior(tmp_path / "begun", values, finished=False)
    base = SCENARIO.with_(end="2018-01-20", economics=ECONOMICS | {"horizon": "2018-01-20"}, posterior=str(begun))
    patrols = {"name": "patrols", "kind": "investigation_capacity", "start": "2018-01-10", "patrol": 9}
    late = {"name": "late", "kind": "site_blocking", "start": "2018-01-21", "delay": 1}
    arms = {"base": base, "police": base.with_(title="More patrols", interventions=[patrols, late])}
    made = compare(arms, (1, 2)).save(tmp_path)
    text = words(made)
    for said in (
        "Every pair draws 2 unknown numbers from the calibration 'made_up', which is not finished: all of "
        "this is provisional",
        "Here 50% of it is the lower weight threshold, the rest capacity (assumed), and what 'More patrols' does",
        "Cost not stated: late. It counts as free",
        "Never in force: late. The days that count end on 2018-01-20",
    ):
        assert said in text, said
    assert text.count("Every pair draws") == 1
    finished = json.loads((made / "comparison.json").read_text()) | {"provisional": False}
    (made / "comparison.json").write_text(json.dumps(finished))
    assert "from the calibration 'made_up': " not in words(made) and "not finished" not in words(made)
    for fact in ("posterior", "provisional", "threshold_share", "hang_on_reading", "cost_not_stated", "never_in_force"):
        del finished[fact]
    (made / "comparison.json").write_text(json.dumps(finished))
    old = words(made)
    assert "Whether unknown numbers were drawn from a calibration is not kept in this folder" in old
    assert "Cost not stated" not in old and "Never in force" not in old and "Detentions rose" not in old


def test_few_pairs_are_told_beside_the_table(folder: Path):
    assert "Only 2 pairs: intervals are rough" in words(folder)


def test_a_reason_that_all_rows_share_is_told_once_with_the_remedy(folder: Path):
    text = words(folder)
    assert text.count("before the horizon") == 1 and "Let the runs end with the horizon" in text
    assert "is not drawn" not in text and "What it costs the public to avert one Policy" not in text
    made = gather([folder]).comparisons[0][1]
    made.ratios.loc[0, "note"] = ""
    assert refused(made) == ""


def test_progress_names_what_is_done(folder: Path):
    told: list[tuple[str, int, int]] = []
    report([folder], lambda *what: told.append(what))
    assert [what for what, _, _ in told] == [
        f"reading {folder.name}", f"drawing {folder.name}", "putting the page together",
    ]  # fmt: skip
    assert all(0 <= done <= whole for _, done, whole in told)
