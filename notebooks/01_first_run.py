# %% [markdown]
# # 01 A first run
#
# **The question: what does the model say happened between 2017 and 2024, and how near is that to what was reported?**
#
# marketsim is a small artificial country. In it, shops sell on messengers, couriers hide parcels, buyers fetch them,
# patrols and detectives look for both, courts judge, doctors treat. Each of them acts for itself, day by day; nothing
# about the outcome is written down beforehand. A *scenario* is a text file that says what the state and the world did
# on which day. The scenario `baseline.yaml` is the history: laws, lockdowns, blocking, the Comprehensive Plan.
#
# This page loads the history, lives through it once, and lays the result beside the reported figures. Its cells take
# about half a minute on one processor; the first run on a machine takes some minutes more, to compile.

# %%
# %matplotlib inline
import pandas as pd

import marketsim as ms
from marketsim import figures
from marketsim.figures.words import title_of
from marketsim.measures.registry import all_measures
from marketsim.results.evidence import compare

history = ms.load("../scenarios/baseline.yaml").with_(scale=0.02)
print(f"{history.title}. {history.question}")
print(f"{history.start} to {history.end}: {history.days:,} days, {len(history.interventions)} dated events.")
print(f"One agent stands for {history.weight} persons. Model version {ms.MODEL_VERSION}.")

# %% [markdown]
# `scale=0.02` makes one agent stand for fifty persons, so that a run takes seconds. **Everything that happens to people
# is then counted in fifties** (shops and their staff in tens): good for a first look, too coarse for a report. For
# figures that you want to quote, use `scale=1`.
#
# ## One history
#
# `seed` names the dice. The same scenario and seed give the same result, to the last byte; another seed gives another
# history of the same market.

# %%
run = ms.run(history, seed=1)
run

# %% [markdown]
# `run.yearly` has one row a year and one column a measure. These are a few of its columns, turned on their side.
# `marketsim show measures` defines every one. 2017 counts from July (the months before let the market settle) and 2024
# ends in April.

# %%
CHOSEN = [
    "resources_blocked",
    "detained_couriers",
    "detained_buyers",
    "labs_dismantled",
    "synthetics_seized_kg",
    "retail_price_alpha_pvp",
    "orders",
    "active_users",
    "patients",
    "convicts_synthetic_trafficking_stock",
]


def in_words(name):
    return f"{title_of(name)} ({all_measures()[name].unit})"


run.yearly[CHOSEN].T.rename(index=in_words).map(lambda value: f"{value:,.0f}")

# %% [markdown]
# ## Day by day
#
# `run.daily` has the same measures for each day. Below: orders a day, with their mean over 28 days. The grey band is
# the time of limits on movement in 2020, the dashed line the amendment of October 2021; both dates are read from the
# scenario.

# %%
from marketsim.figures.style import BLUE, INK, PALE, head, in_style, sheet, thousands

with in_style():
    figure = sheet(8.5, 3.6)
    axes = figure.add_subplot()
    orders = run.daily["orders"] / 1_000
    axes.plot(orders.index, orders, color=PALE, linewidth=0.4, label="each day")
    axes.plot(orders.index, orders.rolling(28).mean(), color=BLUE, label="mean of 28 days")
    limits, amendment = history.policies["movement_limits_2020"], history.policies["threshold_2021"]
    axes.axvspan(limits.start, limits.end, color=PALE, alpha=0.3, linewidth=0, label="limits on movement")
    axes.axvline(amendment.start, color=INK, linestyle="--", linewidth=1, label="amendment of October 2021")
    axes.set_ylim(0)
    axes.set_ylabel("thousand orders a day")
    axes.set_xlabel("day")
    axes.yaxis.set_major_formatter(thousands)
    axes.legend(loc="upper left")
    head(
        figure,
        "Orders paid for",
        f"History, seed 1, scale {history.scale}. All of it is simulated: nobody counts orders.",
    )
figure

# %% [markdown]
# The saw teeth are weekdays: people buy most on Fridays and Saturdays (DrugStat 2020, see
# `marketsim show parameters calendar_day`).
#
# ## Beside the evidence
#
# `src/marketsim/data/evidence.csv` holds the reported figures with their sources. A figure marked `fit` is one that the
# model was set to come near; `check` was left aside on purpose. `low` and `high` are the range that the sources allow,
# where there is one.

# %%
beside = compare(run)
beside = beside[beside["covered"] == 1.0].set_index("id")
shown = beside[["metric", "unit", "use", "reported", "low", "high", "model", "within"]].copy()
shown["metric"] = shown["metric"].map(title_of)
shown[["reported", "low", "high", "model"]] = shown[["reported", "low", "high", "model"]].map(
    lambda value: "" if pd.isna(value) else f"{value:,.4g}"
)
shown["within"] = shown["within"].map({True: "yes", False: "no"}).fillna("no range")
shown

# %%
PANELS = [
    "resources_blocked",
    "detained_online_trade",
    "detained_couriers",
    "labs_dismantled",
    "synthetics_seized_kg",
    "retail_price_alpha_pvp",
    "convicts_synthetic_trafficking_stock",
    "nps_first_hospitalisations",
]
figures.evidence(run, PANELS)

# %% [markdown]
# ## How much of this is chance?
#
# The same history with another seed. Where the two lines part, a single run tells little.

# %%
again = ms.run(history, seed=2)
figures.replicates([run, again], ["detained_couriers", "synthetics_seized_kg", "orders"])

# %% [markdown]
# ## What next
#
# * Keep a run: `run.save("results")` writes a folder, `ms.read(folder)` reads it back.
# * The same from a terminal: `marketsim run scenarios/baseline.yaml --scale 0.02`.
# * Ask a what-if question: [02 Compare policies](02_compare_policies.ipynb).
#
# ## What one may not conclude
#
# * **That the model is right where it comes near.** These runs are not calibrated: many numbers are assumed, and
#   those that stand for reported figures were set by hand, with the figures marked `fit` in view. Coming near them is
#   no test.
# * **That a figure of one run is a result.** Two seeds already differ; at this scale people count in fifties.
# * **That a count of arrests, seizures or blocked sites shows how large the market is.** Such counts measure the police
#   as much as the market. How large the market is, the reported figures cannot tell; the number of users here is
#   assumed.
# * **That reported and simulated figures mean the same where sources disagree**: see
#   [04 The evidence and its conflicts](04_evidence_and_conflicts.ipynb).
