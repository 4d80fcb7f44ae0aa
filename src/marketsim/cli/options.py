"""What options of several commands share: their words, and whole numbers that say which ones are meant."""

from collections.abc import Callable

import typer

SCALE = "Share of the market to simulate, 1/k with k a whole number from 1 to 50: 1, 0.5, 0.1, 1/3."
LARGEST_SEED = 2**64 - 1
MOST_DAYS = 100_000
MOST_WORKERS = 1_000


def whole_number(low: int, high: int) -> Callable[[object], int]:
    """Return what makes a whole number of a word, or says which numbers are meant."""

    def parsed(word: object) -> int:
        try:
            number = int(str(word))
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            raise typer.BadParameter(f"'{word}' is no whole number from {low} to {high}")
        return number

    return parsed
