"""Help, versions, wrong calls and closed pipes."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

import marketsim
from marketsim.cli.told import told
from marketsim.scenario.scenario import LARGEST_WEIGHT

HEAVY = ("numpy", "numba", "pandas", "pyarrow", "mesa", "pydantic", "ruamel.yaml", "scipy")


HELP = [["--help"], ["-h"], *([name, "--help"] for name in ("run", "validate", "show", "diff", "story", "sensitivity"))]


@pytest.mark.parametrize("words", HELP, ids=" ".join)
def test_help_is_given(words: list[str], call):
    done = call(*words)
    assert done.returncode == 0
    assert "Usage: marketsim" in done.stdout
    assert done.stderr == ""


def test_help_imports_nothing_heavy():
    code = (
        "import sys; sys.argv = ['marketsim', '--help']\n"
        "from marketsim.cli.main import app\n"
        "try: app()\n"
        f"except SystemExit: print('heavy', [m for m in {HEAVY!r} if m in sys.modules])"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert output.endswith("heavy []\n")


def test_the_version_is_given(call):
    done = call("--version")
    assert done.returncode == 0
    assert done.stdout == f"marketsim {marketsim.__version__} (model {marketsim.MODEL_VERSION})\n"


@pytest.mark.parametrize(
    "words",
    [
        ["walk"],
        ["run"],
        ["run", "tiny.yaml", "--seed", "-1"],
        ["run", "tiny.yaml", "--seed", str(2**64)],
        ["run", "tiny.yaml", "--seed", "one"],
        ["run", "tiny.yaml", "--days", "0"],
        ["run", "tiny.yaml", "--nothing"],
        ["run", "tiny.yaml", "another.yaml"],
        ["validate"],
        ["show"],
        ["show", "everything"],
        ["show", "measures", "--format", "xml"],
        ["show", "schema", "--format", "csv"],
    ],
    ids=" ".join,
)
def test_a_wrong_call_exits_with_2_and_says_why(words: list[str], call, tmp_path: Path):
    done = call(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr
    assert not (tmp_path / "results").exists()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--seed", "-1"], "'-1' is no whole number from 0 to 18446744073709551615"),
        (["--seed", "one"], "'one' is no whole number from 0 to 18446744073709551615"),
        (["--days", "0"], "'0' is no whole number from 1 to 100000"),
    ],
)
def test_numbers_out_of_range_are_told_in_plain_words(words: list[str], complaint: str, call):
    said = call("run", "tiny.yaml", *words, COLUMNS="200").stderr
    assert complaint in " ".join(said.replace("│", " ").split())


def test_help_tells_the_scales_that_there_are(call):
    for command in ("run", "break-even"):
        assert f"1/k with k a whole number from 1 to {LARGEST_WEIGHT}" in " ".join(
            call(command, "--help", COLUMNS="200").stdout.replace("│", " ").split()
        )


def test_no_words_at_all_show_the_help(call):
    done = call()
    assert "Usage: marketsim" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("form", ["csv", "table"])
def test_a_reader_that_has_had_enough_hears_no_complaint(form: str):
    command = f"{sys.executable} -m marketsim show evidence --format {form} | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
    assert done.returncode == 0


def on_a_terminal(words: list[str], **environment: str) -> str:
    """Return what a terminal would receive."""
    parent, child = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "marketsim", *words],
        stdout=child,
        stderr=child,
        stdin=child,
        env={"COLUMNS": "200", "TERM": "xterm-256color"} | os.environ | environment,
    ):
        os.close(child)
        received = b""
        while True:
            try:
                part = os.read(parent, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            received += part
    os.close(parent)
    return received.decode()


def test_no_color_is_respected():
    words = ["run", "missing.yaml", "--seed", "x"]
    coloured = re.compile(r"\x1b\[[0-9;]*3[0-7]m")
    assert coloured.search(on_a_terminal(words))
    assert not coloured.search(on_a_terminal(words, NO_COLOR="1"))


def test_an_unexpected_error_is_one_message_and_no_traceback(capsys: pytest.CaptureFixture[str], monkeypatch):
    import typer

    monkeypatch.delenv("MARKETSIM_DEBUG", raising=False)
    with pytest.raises(typer.Exit) as left, told():
        raise ZeroDivisionError("surprise")
    assert left.value.exit_code == 1
    assert "ZeroDivisionError: surprise" in capsys.readouterr().err
    monkeypatch.setenv("MARKETSIM_DEBUG", "1")
    with pytest.raises(ZeroDivisionError), told():
        raise ZeroDivisionError("surprise")


def by_shell(words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Call `marketsim` with some words and redirections."""
    command = f"{sys.executable} -m marketsim {words}"
    return subprocess.run(
        ["bash", "-c", command], env=os.environ | environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("words", ["--help", "--version", "show rules", "show measures --format json"])
def test_an_output_that_takes_nothing_is_told_of(words: str):
    done = by_shell(f"{words} >/dev/full")
    assert (done.returncode, done.stderr) == (1, "The system says: [Errno 28] No space left on device.\n")


@pytest.mark.parametrize("words", ["--help", "--version", "show rules", "show measures --format csv"])
def test_a_closed_output_is_no_error(words: str):
    done = by_shell(f"{words} >&-")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert by_shell(f"{words} >&- 2>&-").returncode == 0


def test_control_characters_in_what_was_typed_do_not_reach_a_terminal(tmp_path: Path):
    path = tmp_path / "a\x1b[31mb.yaml"
    path.write_text("title: x\n")
    shown = on_a_terminal(["validate", str(path)])
    assert "\x1b[31m" not in shown
    assert "\\x1b[31mb.yaml: valid" in shown
    beside = tmp_path / "no\x1b[31mfolder"
    beside.write_text("a file where the folder would be")
    shown = on_a_terminal(["run", str(path), "--out", str(beside)])
    assert "results cannot be written" in shown
    assert "\x1b[31m" not in shown


def test_an_interrupt_while_the_commands_are_imported_leaves_with_130(tmp_path: Path):
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt\n")
    path = os.pathsep.join(filter(None, [str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    done = by_shell("--help", PYTHONPATH=path)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")
