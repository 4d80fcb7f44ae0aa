# %% [markdown]
# # 02 Compare policies
#
# **The question: does blocking channels faster reduce sales, or does it move them?**
#
# A shop sells through a channel. When the police find the channel, some days pass until it is blocked; then the shop
# opens another one, and buyers have to find it, or find another shop. So faster blocking can do three things: it can
# *stop* sales, *move* them to other channels and shops, or do nothing that can be seen. Counting blocked channels tells
# the three apart as little as counting arrests does.
#
# This page runs the history and the same history with faster blocking, with the same dice, and looks at what differs.
# About a minute on one processor.

# %%
# %matplotlib inline
import tempfile
from pathlib import Path

import pandas as pd

import marketsim as ms
from marketsim import figures
from marketsim.experiments.intervals import mean_of_pairs
from marketsim.figures.style import BLUE, INK, PALE, head, in_style, sheet, thousands
from marketsim.figures.words import title_of
from marketsim.measures.measure import Kind
from marketsim.measures.registry import all_measures

SHORT = {"scale": 0.02, "end": "2022-06-30"}
SEEDS = range(1, 5)
history = ms.load("../scenarios/baseline.yaml").with_(SHORT)
faster = ms.load("../scenarios/site_blocking.yaml").with_(SHORT)
print(faster.title)
print(faster.question)
print(f"Model version {ms.MODEL_VERSION}.")

# %% [markdown]
# What exactly differs is in `scenarios/site_blocking.yaml`: from January 2021 a channel that was found is blocked after
# one day. In the history it takes ten. **Both numbers are assumed**: no source publishes the delay.

# %%
policy = faster.policies["fast_blocking"]
print(f"{policy.kind} from {policy.start}: delay of {policy.delay:g} day")

# %% [markdown]
# ## Pairs
#
# `ms.compare` runs both scenarios with each seed. Up to the first day of the policy the two runs of a pair are the
# same, to the last parcel, so that their difference is what the policy does (directly, or through small differences
# that spread), not what the dice do. Four pairs and a small scale keep this page quick: for a report take twenty, and a
# larger scale. `keep` names a folder in which every run is kept; here a temporary one.

# %%
kept = Path(tempfile.mkdtemp())
made = ms.compare({"history": history, "faster": faster}, seeds=SEEDS, keep=kept)
print(f"{len(made.seeds)} pairs; what counts: {made.since} to {made.until}")

# %% [markdown]
# ## What changes for whom
#
# Every consequence as a share of what it is in the history, with a 95 % interval. Hollow marks cannot be told from no
# change.

# %%
figures.policy_differences(made)

# %%
market = made.effects[made.effects["domain"] == "market"].set_index("consequence")
market = market[["unit", "base", "change", "low", "high", "verdict"]]
for column in ("base", "change", "low", "high"):
    market[column] = market[column].map("{:,.4g}".format)
market

# %% [markdown]
# ## The way there
#
# Whether sales stop or move shows in what lies between: are more channels blocked, do more new ones open, do more
# wishes to buy stay unserved, is less sold? The runs were kept, so they can be read back with all their measures, and
# paired by hand: for each seed the figure with the policy less the figure without, from the first day of the policy on.

# %%
STEPS = {
    "resources_found": "found by the police",
    "resources_blocked": "blocked",
    "resources_opened": "opened anew",
    "shops_rebuilt": "shops that come back",
    "orders_unserved": "wishes to buy that no known shop could serve",
    "orders": "paid for",
    "retail_t": "sold, by weight",
}
runs = {(run.manifest["scenario"]["title"], run.manifest["seed"]): run for run in map(ms.read, sorted(kept.iterdir()))}
first, last = pd.Timestamp(made.since), pd.Timestamp(made.until)


def figure_of(scenario, seed, name):
    return all_measures()[name].over(runs[scenario.title, seed].between(name, first, last))


rows = {}
for name, meaning in STEPS.items():
    assert all_measures()[name].kind is Kind.FLOW
    without = pd.Series({seed: figure_of(history, seed, name) for seed in SEEDS})
    with_policy = pd.Series({seed: figure_of(faster, seed, name) for seed in SEEDS})
    change = mean_of_pairs((with_policy - without).to_numpy(float))
    rows[title_of(name)] = {
        "what": meaning,
        "unit": all_measures()[name].unit,
        "history": f"{without.mean():,.4g}",
        "change": f"{change.mean:+,.3g}",
        "95 % interval": f"{change.low:+,.3g} to {change.high:+,.3g}",
        "change, %": f"{100 * change.mean / without.mean():+.1f}",
        "interval, %": f"{100 * change.low / without.mean():+.1f} to {100 * change.high / without.mean():+.1f}",
        "can be told from none": "no" if change.holds_zero else "yes",
    }
pd.DataFrame(rows).T

# %% [markdown]
# The same over time: difference from the history, month by month, each pair a thin line, their mean thick.

# %%
with in_style():
    figure = sheet(8.5, 6.0)
    for place, name in enumerate(("resources_blocked", "resources_opened", "orders"), start=1):
        axes = figure.add_subplot(3, 1, place)
        months = pd.DataFrame(
            {
                seed: (runs[faster.title, seed].daily[name] - runs[history.title, seed].daily[name])
                .resample("MS")
                .sum()
                .loc["2020-07":]
                for seed in SEEDS
            }
        )
        axes.plot(months.index, months, color=BLUE, linewidth=0.8, alpha=0.5)
        axes.plot(months.index, months.mean(axis=1), color=INK)
        axes.axhline(0, color=PALE, linewidth=0.8)
        axes.axvline(policy.start, color=INK, linestyle="--", linewidth=1)
        axes.yaxis.set_major_formatter(thousands)
        axes.set_title(title_of(name))
        axes.set_ylabel(f"{all_measures()[name].unit} a month,\nmore or less")
    axes.set_xlabel("month")
    note = f"Faster blocking less history. Dashed: first day of the policy. {len(SEEDS)} pairs, scale {history.scale}."
    head(figure, "What faster blocking changes", note)
figure

# %% [markdown]
# ## Reading it
#
# Read the steps from the top. These lines are written from the table above, so that they say what this version of the
# model says:

# %%
said = {name: row["can be told from none"] == "yes" for name, row in rows.items()}
moved = {name: float(row["change, %"]) for name, row in rows.items()}
for name in rows:
    word = f"{moved[name]:+.1f} %" if said[name] else f"cannot be told from no change ({moved[name]:+.1f} %)"
    print(f"{name}: {word}")
sold, opened = title_of("orders"), title_of("resources_opened")
if not said[sold]:
    print(f"\nWhether more or less is sold cannot be told: the interval goes from {rows[sold]['interval, %']} %.")
else:
    print(f"\nSales {'fall' if moved[sold] < 0 else 'rise'} by {abs(moved[sold]):.1f} %.")
if said[opened]:
    print(
        f"{'More' if moved[opened] > 0 else 'Fewer'} channels are opened than in the history: {moved[opened]:+.1f} %."
    )

# %% [markdown]
# In the model a shop's main channel is the one its buyers know. A blocked shop opens another within days
# (`shop_channels` in `docs/odd.md`), tells those of its buyers whom it can reach, and the others look for a shop as new
# buyers do. So a block costs the trade some days and some customers, who are customers of other shops soon after.
#
# ## The same from a terminal
#
#     marketsim compare scenarios/baseline.yaml scenarios/site_blocking.yaml --seeds 1-20 --scale 0.1 --workers 2
#
# ## What one may not conclude
#
# * **How large the effect is in Kazakhstan.** It hangs on assumed numbers: how long a block takes, how fast a shop
#   comes back, how many buyers hear of it. The interval knows of the dice only, not of these. Not calibrated yet.
# * **That nothing happens where "cannot be told" stands.** Four pairs at this scale see large changes alone.
# * **That one row that barely stands out is a finding.** The first figure has some forty rows; one interval in twenty
#   misses the truth.
# * **That more blocked channels mean a smaller market.** A shop that comes back can be blocked, and counted, again.
# * **That the policy is worth its money.** Nobody has said what it costs, and these runs end before the horizon of the
#   scenario's `economics`, so that no ratio of cost to effect is printed.
