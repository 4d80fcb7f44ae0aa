"""Measures, consequences and runs in words for people."""

from collections.abc import Sequence

from marketsim.figures.style import plain
from marketsim.measures.registry import all_measures
from marketsim.results.run import Run

SPELT = {
    "operators_packers_stashers": "operators, packers and keepers",
    "alpha_pvp": "alpha-PVP", "nps": "NPS", "knb": "KNB", "hiv": "HIV", "hcv": "hepatitis C", "labs": "laboratories",
    "cannabinoid": "cannabinoids", "telegram": "messenger", "stashers": "keepers", "astana": "Astana",
    "almaty": "Almaty",
}  # fmt: skip
UNITS = ("bn_kzt", "kzt_per_g", "kzt", "kg", "t", "g", "stock")
"""Ends of names that say a unit, or what the unit says too."""


def title_of(name: str) -> str:
    """Return the name of a measure or consequence in words, without its unit."""
    for unit in UNITS:
        name = name.removesuffix(f"_{unit}")
    if name.startswith("detained_"):
        who, how = _parted(name.removeprefix("detained_"))
        name = "_".join(part for part in (who, "detained", how) if part)
    for short, long in SPELT.items():
        name = f"_{name}_".replace(f"_{short}_", f"_{long}_").strip("_")
    words = name.replace("_", " ")
    return words if words.startswith("alpha-") else words[:1].upper() + words[1:]


def _parted(name: str) -> tuple[str, str]:
    """Return who is detained, and how, if the name says it."""
    for how in ("on_patrol", "in_cases", "for_public_use"):
        if name.endswith(how):
            return name.removesuffix(how).strip("_"), how
    return name, ""


def title_in(name: str, unit: str) -> str:
    """Return the name of a measure or consequence in words; what the ledger has in days is called years in years."""
    return title_of(name.replace("_days", "_years") if unit == "person-years" else name)


def with_unit(name: str, unit: str) -> str:
    """Return the name of a measure or consequence in words, with its unit unless its name begins with that."""
    title = title_in(name, unit)
    return title if f"{title.lower()} ".startswith(f"{unit} ") else f"{title}, {unit}"


def lowered(title: str) -> str:
    """Return a title as it stands within a sentence; abbreviations keep their capitals."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def unit_of(measure: str) -> str:
    """Return the unit of a measure."""
    return all_measures()[measure].unit


def about(runs: Sequence[Run]) -> str:
    """Return what was run, in a sentence."""
    held = runs[0].manifest
    seeds = [int(run.manifest["seed"]) for run in runs]
    title, scale = plain(held["scenario"]["title"], 60), 1 / held["weight"]
    return f"{title}: {seeds_in_words(seeds)}, scale {scale:.3g}, model {held['model_version']}."


def seeds_in_words(seeds: Sequence[int]) -> str:
    """Return how many runs there are, with their seeds."""
    seeds = sorted(seeds)
    if len(seeds) == 1:
        return f"1 run (seed {seeds[0]})"
    row = f"{seeds[0]}-{seeds[-1]}" if seeds[-1] - seeds[0] == len(seeds) - 1 else ", ".join(map(str, seeds[:6]))
    more = "" if "-" in row or len(seeds) <= 6 else f" and {len(seeds) - 6} more"
    return f"{len(seeds)} runs (seeds {row}{more})"
