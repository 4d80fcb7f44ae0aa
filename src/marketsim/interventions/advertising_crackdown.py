"""Action against the advertising of drugs."""

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention
from marketsim.world.sentences import move_sentences
from marketsim.world.states import Charge
from marketsim.world.world import World


class AdvertisingCrackdown(Intervention, kind="advertising_crackdown"):
    """Advertising drugs, as by sprayed tags, becomes (or ceases to be) an offence.

    Its sentence deters nobody: would-be couriers alone take notice of sentences.

    Pulls   levers.advertising_is_offence, levers.sentence_low[ADVERTISING], levers.sentence_high[ADVERTISING]
    Source  offence of advertising from January 2020 (chapter 2); advert-2021h, advert-2023
    """

    is_offence: bool | None = param(
        None,
        unit="yes or no",
        grade=Grade.MEASURED,
        source="law of December 2019, in force from January 2020 (chapter 2)",
    )
    """Advertising is an offence: from the first day in force, whatever the strength."""
    years: float | None = param(None, unit="years", low=0, high=25, grade=Grade.ASSUMED, source="no published mean")
    """Mean sentence for advertising."""

    def pull(self, world: World, strength: float) -> None:
        """Set the offence and move its sentence."""
        if self.is_offence is not None:
            world.levers.advertising_is_offence = self.is_offence
        if self.years is not None:
            move_sentences(world.levers, Charge.ADVERTISING, self.years, strength)
