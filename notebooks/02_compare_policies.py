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
from marketsim.figures.style import BLUE, INK, ORANGE, PALE, head, in_style, sheet
from marketsim.figures.words import title_of

SHORT = {"scale": 0.02, "end": "2022-06-30"}
SEEDS = range(1, 5)
history = ms.load("../scenarios/baseline.yaml").with_(SHORT)
faster = ms.load("../scenarios/site_blocking.yaml").with_(SHORT)
print(faster.title)
print(faster.question)
print(f"Model version {ms.MODEL_VERSION}.")

# %% [markdown]
# What exactly differs is in `scenarios/site_blocking.yaml`: from January 2021 a channel that was found is blocked after
# one day, on messengers too, as their platform carries out every request. In the history it takes ten days, on most
# messengers thirty. **All this is assumed**: no source publishes the delay.

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
# wishes to buy stay unserved, is less sold? `metrics` asks for measures beside the ledger. The runs are kept, so that
# none is made again.

# %%
STEPS = {
    "resources_found": "found by the police",
    "resources_blocked": "blocked",
    "resources_opened": "opened anew",
    "shops_rebuilt": "shops that come back",
    "orders_unserved": "wishes to buy that ended without an order",
    "orders": "paid for",
    "retail_t": "sold, by weight",
}
steps = ms.compare({"history": history, "faster": faster}, seeds=SEEDS, keep=kept, metrics=list(STEPS))
effects = steps.effects.set_index("consequence").loc[list(STEPS)]
percent = effects[["change", "low", "high"]].div(effects["base"], axis=0) * 100
table = pd.DataFrame(
    {
        "what": STEPS,
        "unit": effects["unit"],
        "history": effects["base"].map("{:,.4g}".format),
        "change": effects["change"].map("{:+,.3g}".format),
        "change, %": percent["change"].map("{:+.1f}".format),
        "95 % interval, %": percent["low"].map("{:+.1f}".format) + " to " + percent["high"].map("{:+.1f}".format),
        "said": effects["verdict"],
    }
).rename(index=title_of)
table

# %% [markdown]
# The same pair by pair: where the dots of one row lie on both sides of zero, chance is larger than the policy.

# %%
with in_style():
    figure = sheet(8.5, 4.2)
    axes = figure.add_subplot()
    for place, name in enumerate(STEPS):
        pairs = steps.pairs[steps.pairs["consequence"] == name]
        axes.plot(percent.loc[name, ["low", "high"]], [place, place], color=BLUE, linewidth=5, alpha=0.3)
        axes.plot(100 * pairs["change"] / pairs["base"], [place] * len(pairs), "o", color=INK, markersize=4)
        axes.plot(percent.loc[name, "change"], place, "D", color=ORANGE, markersize=7)
    axes.axvline(0, color=PALE, linewidth=1)
    axes.set_yticks(range(len(STEPS)), [f"{title_of(name)} ({effects.loc[name, 'unit']})" for name in STEPS])
    axes.invert_yaxis()
    axes.set_xlabel("change, % of the history")
    note = f"Dots: {len(steps.seeds)} pairs. Diamond: mean. Bar: 95 % interval. {steps.since} to {steps.until}, "
    head(figure, "What faster blocking changes, step by step", f"{note}scale {history.scale}.")
figure

# %% [markdown]
# ## Reading it
#
# Read the steps from the top. These lines are written from the table above, so that they say what this version of the
# model says:

# %%
for name, row in table.iterrows():
    print(f"{name}: {row['change, %']} % ({row['said']}; interval {row['95 % interval, %']} %)")
opened, sold = percent.loc["resources_opened"], percent.loc["orders"]
if opened["low"] > 0:
    print("\nShops answer: more channels are opened than in the history. That is trade that moves.")
if sold["low"] <= 0 <= sold["high"]:
    print(f"Whether more or less is sold cannot be told; a fall by more than {-sold['low']:.1f} % would be a surprise.")
else:
    print(f"Sales {'fall' if sold['high'] < 0 else 'rise'}, by {abs(sold['change']):.1f} %.")

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
#   comes back, how many buyers hear of it. The interval knows of the dice only, not of these: numbers are set by
#   hand, not calibrated. `--posterior kazakhstan` draws them for each pair ([07](07_calibration_and_validation.ipynb)).
# * **That nothing happens where "cannot be told" stands.** Four pairs at this scale see large changes alone.
# * **That one row that barely stands out is a finding.** The first figure has some forty rows; one interval in twenty
#   misses the truth.
# * **That more blocked channels mean a smaller market.** A shop that comes back can be blocked, and counted, again.
# * **That the policy is worth its money.** Nobody has said what it costs, and these runs end before the horizon of the
#   scenario's `economics`, so that no ratio of cost to effect is printed.
