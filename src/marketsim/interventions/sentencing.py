"""What the law lets courts give for each charge."""

from functools import cached_property
from typing import Annotated

from pydantic import BeforeValidator, model_validator

from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention
from marketsim.world.charges import charges_of
from marketsim.world.sentences import Years, checked_years, move_sentences
from marketsim.world.states import Charge, Role
from marketsim.world.world import World

Sentence = Annotated[Years | None, BeforeValidator(lambda value: None if value is None else checked_years(value))]


class Sentencing(Intervention, kind="sentencing", budget="courts"):
    """Courts give longer or shorter sentences, or online sale becomes (or ceases to be) its own grave charge.

    A number moves the middle of a charge's range and keeps its shape; two numbers are the range. Would-be couriers
    alone take notice of sentences, of those that couriers get.

    Pulls   levers.sentence_low, levers.sentence_high, levers.online_sale_is_grave
    Source  law-possession, law-sale, law-minor; online sale graded especially grave from January 2020 (chapter 2)
    """

    roles: tuple[str, ...] = ()
    """Roles for which the sentences change, each of which can have one of the charges named, and each charge one of
    the roles; none for everybody, buyers too."""
    possession: Sentence = param(None, unit="years", grade=Grade.MEASURED, source="law-possession")
    """Mean or range for possession."""
    sale: Sentence = param(None, unit="years", grade=Grade.MEASURED, source="law-sale")
    """Mean or range for sale."""
    online_sale: Sentence = param(None, unit="years", grade=Grade.MEASURED, source="law-sale")
    """Mean or range for sale online, while that is a charge of its own."""
    sale_to_minors: Sentence = param(None, unit="years", grade=Grade.MEASURED, source="law-minor")
    """Mean or range for sale to people under 18."""
    production: Sentence = param(None, unit="years", grade=Grade.MEASURED, source="law-sale")
    """Mean or range for production."""
    equipment: Sentence = param(None, unit="years", grade=Grade.ASSUMED, source="no published range")
    """Mean or range for the equipment of a laboratory whose product cannot be proved."""
    precursor_circulation: Sentence = param(None, unit="years", grade=Grade.ASSUMED, source="no published range")
    """Mean or range for the circulation of precursors, where that is punished."""
    online_sale_is_grave: bool | None = param(
        None,
        unit="yes or no",
        grade=Grade.MEASURED,
        source="law of December 2019, in force from January 2020 (chapter 2)",
    )
    """Online sale is its own, especially grave, charge: from the first day in force, whatever the strength."""

    @model_validator(mode="after")
    def _roles_have_the_charges(self) -> "Sentencing":
        """Refuse what would change nothing: a role without any of the charges named, or a charge of none of the roles.

        Raises:
            ValueError: There is one; the message begins with the field at fault.
        """
        charges_here = {charge.name.lower() for charge in Charge}
        named = {field for field in charges_here if getattr(self, field, None) is not None}
        known = [Role[name.upper()] for name in self.roles if name.upper() in Role.__members__]
        able = {role.name.lower(): [charge.name.lower() for charge in charges_of(role)] for role in known}
        if not named:
            return self
        for role, charges in able.items():
            if not named & set(charges):
                never = ", ".join(sorted(named))
                raise ValueError(
                    f"roles names '{role}', who is never charged with {never}; "
                    f"take it out, or give years for what it is charged with: {', '.join(charges)}"
                )
        for charge in sorted(named.difference(*able.values()) if able else ()):
            has = ", and ".join(f"{role}: {', '.join(charges)}" for role, charges in able.items())
            raise ValueError(f"{charge} is a charge of none of the roles; take it out, or name who can have it ({has})")
        return self

    @cached_property
    def _charges(self) -> list[tuple[Charge, Years]]:
        """The charges named, with their years."""
        years = ((charge, getattr(self, charge.name.lower(), None)) for charge in Charge)
        return [(charge, given) for charge, given in years if given is not None]

    def pull(self, world: World, strength: float) -> None:
        """Move the ranges of the charges named."""
        roles = [Role[name.upper()] for name in self.roles]
        for charge, years in self._charges:
            move_sentences(world.levers, charge, years, strength, roles)
        if self.online_sale_is_grave is not None:
            world.levers.online_sale_is_grave = self.online_sale_is_grave
