"""marketsim: an agent-based model of the online drug market of Kazakhstan, for the study of policy.

    import marketsim as ms

    run = ms.run(ms.load("scenarios/baseline.yaml"), seed=1)
    run.daily, run.yearly, run.regions, run.consequences, run.manifest

Every name is imported when it is first used, so that `import marketsim` is instant.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from marketsim import figures
    from marketsim.experiments.break_even import break_even
    from marketsim.experiments.comparing import compare
    from marketsim.results.folder import read
    from marketsim.results.run import Run
    from marketsim.results.running import run
    from marketsim.scenario.faults import ScenarioError
    from marketsim.scenario.loading import load, loads
    from marketsim.scenario.scenario import Scenario
    from marketsim.version import MODEL_VERSION, __version__
    from marketsim.view.market_model import MarketModel

__all__ = [
    "MODEL_VERSION",
    "MarketModel",
    "Run",
    "Scenario",
    "ScenarioError",
    "__version__",
    "break_even",
    "compare",
    "figures",
    "load",
    "loads",
    "read",
    "run",
]

_HOMES = {
    "MODEL_VERSION": "version",
    "MarketModel": "view.market_model",
    "Run": "results.run",
    "Scenario": "scenario.scenario",
    "ScenarioError": "scenario.faults",
    "__version__": "version",
    "break_even": "experiments.break_even",
    "compare": "experiments.comparing",
    "figures": "",
    "load": "scenario.loading",
    "loads": "scenario.loading",
    "read": "results.folder",
    "run": "results.running",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'marketsim' has no attribute {name!r}")
    home = _HOMES[name]
    value = getattr(import_module(f"marketsim.{home}"), name) if home else import_module(f"marketsim.{name}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
