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
    from marketsim.experiments.calibration.learned import Learned
    from marketsim.experiments.calibration.making import calibrate
    from marketsim.experiments.comparing import compare
    from marketsim.experiments.design_reading import load_design
    from marketsim.experiments.designs import Design
    from marketsim.experiments.predicting import predict
    from marketsim.experiments.ranking_policies import rank
    from marketsim.experiments.sensitivity.ranking import Sensitivity, sensitivity
    from marketsim.experiments.sweep import Sweep
    from marketsim.experiments.sweeping import sweep
    from marketsim.results.diff import diff
    from marketsim.results.folder import read
    from marketsim.results.run import Run
    from marketsim.results.running import run
    from marketsim.results.story.listing import agents
    from marketsim.results.story.telling import story
    from marketsim.scenario.faults import ScenarioError
    from marketsim.scenario.loading import load, loads
    from marketsim.scenario.scenario import Scenario
    from marketsim.version import MODEL_VERSION, __version__
    from marketsim.view.market_model import MarketModel

__all__ = [
    "MODEL_VERSION",
    "Design",
    "Learned",
    "MarketModel",
    "Run",
    "Scenario",
    "ScenarioError",
    "Sensitivity",
    "Sweep",
    "__version__",
    "agents",
    "break_even",
    "calibrate",
    "compare",
    "diff",
    "figures",
    "load",
    "load_design",
    "loads",
    "predict",
    "rank",
    "read",
    "run",
    "sensitivity",
    "story",
    "sweep",
]

_HOMES = {
    "Design": "experiments.designs",
    "Learned": "experiments.calibration.learned",
    "MODEL_VERSION": "version",
    "MarketModel": "view.market_model",
    "Run": "results.run",
    "Scenario": "scenario.scenario",
    "ScenarioError": "scenario.faults",
    "Sensitivity": "experiments.sensitivity.ranking",
    "Sweep": "experiments.sweep",
    "__version__": "version",
    "agents": "results.story.listing",
    "break_even": "experiments.break_even",
    "calibrate": "experiments.calibration.making",
    "compare": "experiments.comparing",
    "diff": "results.diff",
    "figures": "",
    "load": "scenario.loading",
    "load_design": "experiments.design_reading",
    "loads": "scenario.loading",
    "predict": "experiments.predicting",
    "rank": "experiments.ranking_policies",
    "read": "results.folder",
    "run": "results.running",
    "sensitivity": "experiments.sensitivity.ranking",
    "story": "results.story.telling",
    "sweep": "experiments.sweeping",
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
