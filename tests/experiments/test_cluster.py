"""A Dask cluster of a real scheduler and two real workers: one is killed, and the result is that of the plain loop."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import marketsim as ms
from marketsim.experiments.errors import ExperimentError, WrongCallError
from marketsim.experiments.executors import workers_of
from marketsim.experiments.sweeping import Step
from tests.experiments.calibration import tiny
from tests.experiments.small import DESIGN, RUNS, digests, made, written

pytest.importorskip("distributed")
QUIET = {"DASK_DISTRIBUTED__WORKER__DAEMON": "False", "DASK_DISTRIBUTED__DEPLOY__LOST_WORKER_TIMEOUT": "2s"}


class Scheduler(NamedTuple):
    """Where a scheduler is, and its process."""

    address: str
    process: subprocess.Popen[bytes]


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[Scheduler]:
    """A scheduler that knows nobody."""
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
    log = tmp_path / "scheduler.log"
    with log.open("w") as out:
        process = subprocess.Popen([*command, "--no-dashboard"], stderr=out, stdout=out, env=os.environ | QUIET)
    try:
        yield Scheduler(waited_for(log, r"Scheduler at:\s+(tcp://[\d.:]+)"), process)
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture
def workers(scheduler: Scheduler, tmp_path: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Two workers of one thread, each a process without a nanny that would raise it from the dead."""
    words = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(tmp_path / "workers")]
    command = [sys.executable, "-m", "distributed.cli.dask_worker", scheduler.address, *words]
    started = []
    for number in range(2):
        log = tmp_path / f"worker-{number}.log"
        with log.open("w") as out:
            started.append(subprocess.Popen(command, stderr=out, stdout=out, env=os.environ | QUIET))
        waited_for(log, r"Registered to:")
    yield started
    for process in started:
        process.kill()
        process.wait(30)


def waited_for(log: Path, pattern: str) -> str:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if found := re.search(pattern, log.read_text()):
            return found[found.re.groups]
        time.sleep(0.1)
    raise AssertionError(log.read_text())


def test_one_of_two_workers_is_killed_and_the_bytes_are_those_of_the_plain_loop(
    scheduler: Scheduler, workers: list[subprocess.Popen[bytes]], tmp_path: Path
):
    design = written(tmp_path / "cluster", DESIGN)

    def kill(step: Step) -> None:
        if step.done == 3:
            workers[0].send_signal(signal.SIGKILL)

    found = made(design, design.parent, scheduler=scheduler.address, progress=kill)
    assert workers[0].wait(30) == -signal.SIGKILL
    assert found.failed.empty
    assert digests(found) == digests(made(written(tmp_path / "here"), tmp_path / "here"))


def test_a_scheduler_that_dies_is_told_and_what_was_finished_is_kept(
    scheduler: Scheduler, workers: list[subprocess.Popen[bytes]], tmp_path: Path
):
    design = written(tmp_path / "cluster", DESIGN)
    done: list[int] = []

    def kill(step: Step) -> None:
        done.append(step.done)
        if step.done == 2:
            scheduler.process.kill()

    with pytest.raises(ExperimentError, match="The cluster is lost; what was finished is kept"):
        made(design, design.parent, scheduler=scheduler.address, progress=kill)
    told: list[int] = []
    made(design, design.parent, progress=lambda step: told.append(step.done))
    assert len(told) == RUNS - len(done)


def test_a_scheduler_without_workers_is_told(scheduler: Scheduler):
    with pytest.raises(ExperimentError, match=r"has no workers. Start some with 'dask worker tcp://127"):
        workers_of(scheduler=scheduler.address)


ALONE = """\
import sys
from marketsim.experiments.executors import workers_of
try:
    workers_of(scheduler=sys.argv[1])
except Exception as error:
    print(error)
"""


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "tls://127.0.0.1:9", "mute"])
def test_a_scheduler_that_does_not_answer_is_told_within_ten_seconds(address: str):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"tcp://127.0.0.1:{mute.getsockname()[1]}" if address == "mute" else address
        words = [sys.executable, "-c", ALONE, address]
        began = time.monotonic()
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.startswith(f"The scheduler {address} does not answer within 5 s.")
    assert done.stderr == ""  # Of a client that was never whole, nothing is left to close.
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "address", ["nonsense", "", "inproc://x", "http://a:1", "tcp://", "tcp://a", ":1", "tcp://a:b"]
)
def test_what_is_no_address_is_told_at_once(address: str):
    with pytest.raises(WrongCallError, match=f"'{address}' is no address of a scheduler"):
        workers_of(scheduler=address)


@pytest.mark.usefixtures("workers")
def test_a_calibration_on_a_cluster_learns_the_same(scheduler: Scheduler, tmp_path: Path):
    here = ms.calibrate(tiny.written(tmp_path / "here"), "less", tmp_path / "here")
    there = ms.calibrate(tiny.written(tmp_path / "there"), "less", tmp_path / "there", scheduler=scheduler.address)
    for name in ("posterior.csv", "parameters.csv", "generation-00.parquet"):
        assert (there.folder / name).read_bytes() == (here.folder / name).read_bytes()
