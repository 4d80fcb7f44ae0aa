# %% [markdown]
# # 04 The evidence and its conflicts
#
# **The question: which reported figures does the model lean on, where do they contradict each other, and which reading
# is taken?**
#
# Almost everything that is known about this market was counted by those who fight it. Such figures have three faults:
# they grow with the number of officers, different offices count different things under one name, and some are printed
# to justify a budget. So each reported figure here is one row of a table, with its source and a grade, and where
# sources disagree, the disagreement has a number. About a quarter of a minute on one processor.

# %%
# %matplotlib inline
from collections import Counter
from pathlib import Path

import pandas as pd

import marketsim as ms
from marketsim.measures.registry import all_measures
from marketsim.results.evidence import figures as reported

rows = reported()
print(
    f"{len(rows)} reported figures from {len({row.source for row in rows})} sources. Model version {ms.MODEL_VERSION}."
)

# %% [markdown]
# ## What the figures may be used for
#
# `use` says how a row may serve. Only `fit` rows are ones that the model was set to come near; `check` rows were left
# aside on purpose, to see whether the model comes near what it was not set to. `grade` goes from A (printed by a named
# office or a study) to D (derived here).

# %%
MEANING = {
    "fit": "the model is set to come near it",
    "check": "kept aside: compared, never fitted",
    "bound": "one-sided: no more, or no less",
    "tail": "a record: the upper end of what happens, never its centre",
    "prior": "says about how large a number of the model is",
    "law": "a date or a sentence from the law",
    "input": "put in as it is, such as populations",
    "cost": "money",
    "context": "for readers; the model does not use it",
}
counts = Counter((row.use, row.grade) for row in rows)
table = pd.DataFrame({grade: {use: counts[use, grade] for use in MEANING} for grade in "ABCD"})
table.columns = [f"grade {grade}" for grade in table]
table.assign(meaning=pd.Series(MEANING)).rename_axis("use")

# %% [markdown]
# A row in full, as an example:

# %%
pd.Series(vars(next(row for row in rows if row.id == "labs-2023")), name="labs-2023").astype(str)

# %% [markdown]
# ## Where sources disagree
#
# The list is kept in `docs/evidence/conflicts.md`, with the reading that is taken:

# %%
pages = Path("../docs/evidence/conflicts.md").read_text(encoding="utf-8").splitlines()
lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in pages if line.startswith("| C")]
conflicts = pd.DataFrame(lines, columns=["conflict", "what", "readings", "taken"]).set_index("conflict")
with pd.option_context("display.max_colwidth", None):
    display(conflicts)  # noqa: F821  (notebooks have it)

# %% [markdown]
# ## Four of them, drawn
#
# Each dot is what one source says, the bar is the range that is taken, the tick in it the figure. The diamond is what
# the model makes of it, in one run at a fiftieth of the size: one history, not a result.
#
# * **C01, laboratories in 2023.** Police and National Security Committee count their own; the two are added up. The
#   other two sources count nearly the same sum.
# * **C02, blocked online resources in 2023.** *Web resources with drug content*, *sites* and *messenger shops* are
#   three units. A reader who takes 6,062 for shops is wrong by a factor of four to five. The model keeps three
#   measures.
# * **C04, synthetics seized in 2021.** A plan of the government says 223 kg for the year, the police 129 kg up to
#   August, the press 41 kg, and a table of the United Nations 0.17 kg: its rows miss nearly all synthetics.
# * **C06, precursors seized in 2023.** From 4.6 t (nine months, scheduled precursors only) to more than 100 t (all
#   ingredients). Two sources that differ by a factor of twenty are both right about different things.
#
# The readings below are those of the list above (and of `evidence.csv`).

# %%
READINGS = {
    "C01": (
        "Laboratories dismantled, 2023",
        "laboratories",
        "labs-2023",
        {"police": 41, "Committee": 36, "Finprom": 75, "vice-minister": 81},
    ),
    "C02": (
        "Online resources blocked, 2023",
        "resources (all kinds)",
        "block-2023",
        {"web resources": 6062, "sites (more than)": 3000, "messenger shops": 1300},
    ),
    "C04": (
        "Synthetics seized, 2021",
        "kg",
        "seiz-2021",
        {"plan": 223, "police, to August": 129, "press": 41, "UN table": 0.17},
    ),
    "C06": (
        "Precursors and ingredients seized, 2023",
        "t",
        "prec-2023",
        {"scheduled, 9 months": 4.6, "68 t": 68, "with equipment": 73, "75 t": 75, "three groups": 85, "ministry": 100},
    ),
}
taken = {row.id: row for row in rows}
run = ms.run(ms.load("../scenarios/baseline.yaml").with_(scale=0.02), seed=1)


def modelled(row):
    days = run.between(row.metric, pd.Timestamp(row.start), pd.Timestamp(row.end))
    return all_measures()[row.metric].over(days)


# %%
from marketsim.figures.style import BLUE, INK, ORANGE, head, in_style, sheet, thousands

with in_style():
    figure = sheet(9.0, 6.6)
    for place, (number, (title, unit, key, readings)) in enumerate(READINGS.items(), start=1):
        axes, row = figure.add_subplot(2, 2, place), taken[key]
        names = [*readings, "taken", "model"]
        axes.plot(list(readings.values()), names[:-2], "o", color=INK, label="a source says")
        axes.plot([row.low, row.high], ["taken"] * 2, color=BLUE, linewidth=6, alpha=0.4, label="range taken")
        axes.plot([row.number], ["taken"], "|", color=BLUE, markersize=14, markeredgewidth=2, label="figure taken")
        axes.plot([modelled(row)], ["model"], "D", color=ORANGE, label="model, one run")
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.set_xlim(0)
        axes.set_title(f"{number}  {title}")
        axes.set_xlabel(unit)
        axes.xaxis.set_major_formatter(thousands)
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=4)
    head(figure, "One thing, several figures", "")
figure

# %% [markdown]
# C02 in the model's three units. Where the sources have a figure for each, each is compared with its own:

# %%
UNITS = {"block-2023": "all web resources", "blocksite-2023": "sites and mirrors", "blockshop-2023": "messenger shops"}
pd.DataFrame(
    {
        what: {
            "reported": f"{taken[key].number:,.0f}",
            "note": taken[key].note,
            "model, one run": f"{modelled(taken[key]):,.0f}",
        }
        for key, what in UNITS.items()
    }
).T

# %% [markdown]
# ## A conflict that no source can settle
#
# Detentions rose from 2021 to 2023. In October 2021 the weight that counts as large fell to 1 g; at about the same time
# the police grew. **The reported figures cannot tell how much of the rise each of the two made.** The parameter
# `attribution.threshold_share` says which reading a run takes: 0 puts all of it on capacity, 1 all on the threshold;
# the history has half and half, which is assumed. Two files hold the ends:

# %%
for name in ("all_capacity", "all_threshold"):
    scenario = ms.load(f"../scenarios/attribution/{name}.yaml")
    share = scenario.parameters["attribution"].threshold_share
    print(f"{name}: threshold_share {share:g}. {scenario.title}.")

# %% [markdown]
# Ask every question about thresholds or capacity under both:
#
#     marketsim compare scenarios/baseline.yaml scenarios/weight_thresholds.yaml --seeds 1-8 --scale 0.1 \
#         --set parameters.attribution.threshold_share=0
#
# and again with `=1`. A finding that holds under one reading alone is no finding.
#
# ## What one may not conclude
#
# * **That a figure is true because it is graded A.** The grade says how well it is known *who printed what*, not how
#   well it measures the market. How far reports may be off is assumed too: see notebook 07.
# * **That ranges are intervals.** Ranges without a source are ours: about 10 % for official counts, a factor of 1.4 for
#   masses (assumed).
# * **How large the market is.** Twice the users with half the risk for each gives the same counts. The turnover of
#   users gives a lower end (see `docs/evidence/conflicts.md`), no figure an upper one.
# * **That the model decides between readings.** Its numbers were set by hand with the readings of the last column in
#   view, so that it cannot speak for them. They are not calibrated here.
