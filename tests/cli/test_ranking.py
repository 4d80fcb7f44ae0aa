"""How a ranking is told."""

import json
from pathlib import Path

import numpy as np
import pytest

import marketsim as ms
from marketsim.cli.ranking import WORDS, print_ranking
from marketsim.cli.show import Format
from marketsim.experiments.sensitivity.planning import METHODS
from tests.experiments.sensitivity.known import design, model


@pytest.mark.parametrize("method", METHODS)
def test_every_method_prints_its_indices_and_what_they_mean(method: str, capsys: pytest.CaptureFixture[str]):
    found = ms.sensitivity(design(), method, model=lambda values, seed: model(values, seed) | {"none": np.nan})
    print_ranking(found, Path("results/folder"), Format.TABLE)
    out = capsys.readouterr().out
    for word in (found.method.main, "95% interval", "elasticity", "none", WORDS[method][:40], "results/folder"):
        assert word in out
    print_ranking(found, Path("results/folder"), Format.JSON)
    assert len(json.loads(capsys.readouterr().out)["ranking"]) == 9
    print_ranking(found, Path("results/folder"), Format.CSV)
    assert capsys.readouterr().out.startswith("measure,rank,dimension,")
