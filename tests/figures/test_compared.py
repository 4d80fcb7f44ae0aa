"""Names of arms as people read them."""

from dataclasses import replace

from marketsim.experiments.made_with import Arm, MadeWith
from marketsim.figures.compared import title_of_arm
from tests.figures.made import comparison


def test_an_arm_is_called_by_its_title_unless_that_is_not_its_own():
    made = comparison(("weight_thresholds", "patrols", "reform"))
    assert title_of_arm(made, "weight_thresholds") == "weight thresholds", "Titles are not kept."
    titles = {"baseline": "History", "weight_thresholds": "The threshold  stays", "patrols": "Half", "reform": "Half"}
    arms = {name: Arm(title=title, question="") for name, title in titles.items()}
    kept = MadeWith(made_on=made.since, source_digest="", versions={}, arms=arms)
    titled = replace(made, made_with=kept)
    assert title_of_arm(titled, "weight_thresholds") == "The threshold stays"
    assert title_of_arm(titled, "patrols") == "patrols", "Two arms have this title."
    assert title_of_arm(titled, "baseline") == "History"
