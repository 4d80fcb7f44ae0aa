"""What `marketsim break-even` says at its end."""

from marketsim.cli.break_even import in_words
from marketsim.experiments.break_even import break_even
from tests.experiments.made import changes, comparison

PLACES = changes(poisonings=[-21.0, -20.0, -20.0, -19.0], treatment_places=[100.0] * 4)
POLICE = changes(poisonings=[-11.0, -10.0, -10.0, -9.0], policy_cost_bn_kzt=[2.0] * 4)


def test_it_says_the_cost_its_intervals_and_which_side_is_whose():
    made = break_even(comparison(places=PLACES, police=POLICE), "places", "police")
    first, second, third = in_words(made).splitlines()
    assert first == "places averts as many poisonings per tenge as police if one place costs 40,000,000 KZT a year."
    assert second.startswith("95 % interval: ")
    assert second.endswith(" At either end of what an officer may cost: 40,000,000 and 40,000,000.")
    assert third == "At a lower cost places averts more per tenge, at a higher one police."


def test_it_says_why_there_is_none():
    nothing = changes(poisonings=[1.0, -1.0, 2.0, -2.0], treatment_places=[100.0] * 4)
    made = break_even(comparison(places=nothing, police=POLICE), "places", "police")
    assert in_words(made) == "No break-even: the effect of places cannot be told from none."
