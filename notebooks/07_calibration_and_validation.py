# %% [markdown]
# # 07 Calibration and validation
#
# **The question: which of the model's unknown numbers do the reported figures tell, and how far can the model be
# trusted after learning from them?**
#
# Some forty numbers of the model nobody has measured. A *calibration* tries many combinations of them, keeps those
# whose histories agree with what was reported, and says how uncertain each number stays
# ([how](https://en.wikipedia.org/wiki/Approximate_Bayesian_computation), and
# [here](../docs/calibration.md)). A *validation* asks what that is worth, failures included. This page runs no market:
# it reads what is kept in `results/reference`, and looks. About a minute.

# %%
# %matplotlib inline
import json
from pathlib import Path

import pandas as pd

import marketsim as ms
from marketsim import figures
from marketsim.experiments.calibration.validation import validate
from marketsim.experiments.readings import BOTH
from marketsim.report.figures_in_words import figures_in_words
from marketsim.report.made_of import notices

pd.set_option("display.max_colwidth", None)

reference = Path("../results/reference").resolve()
learned = ms.Learned(reference / "calibration")
made = learned.manifest
planned = made["plan"]["design"] + made["plan"]["least"] * made["plan"]["new"]
print(f"Model version {ms.MODEL_VERSION}. {made['runs']} runs of {planned} or more that are planned.")
print(f"{len(made['priors'])} numbers to learn, {len(made['targets'])} reported figures to learn them from.")

# %% [markdown]
# Of a calibration of which runs are missing, all below is provisional: `marketsim` says so of every result that is made
# with it, and none is to be quoted then.
#
# ## Can the figures be reached at all?
#
# Before anything is learned: what would be reported in runs whose numbers are drawn from the *prior*, that is from
# what was believed before? A figure that none of them comes near is a fault of the model or of a prior, and no later
# step mends it.

# %%
prior = learned.prior_predictive
within = prior["verdict"].isin(["reached", "holds"])
beyond = prior.loc[~within, ["id", "use", "metric", "start", "reported", "low", "high", "verdict"]]
print(f"{int(within.sum())} of {len(prior)} figures lie within reach. The others:")
beyond if len(beyond) else print("None.")

# %% [markdown]
# ## Which numbers do the figures tell?
#
# For each number: the *prior*, the *posterior*, and by how much its spread went down (*contraction*). A number of which
# the figures tell nothing keeps its prior; that is a result too, and effects of policies that hang on it stay as
# uncertain as they were.

# %%
figures.prior_posterior(learned.parameters)

# %%
happened = pd.read_parquet(reference / "validation" / "posterior_runs.parquet")
worth = validate(learned.folder, happened, f"{len(happened)} runs of the posterior")
figures.identifiability(worth.parameters)

# %%
said = worth.parameters["said"].value_counts()
print(", ".join(f"{word}: {count}" for word, count in said.items()))

# %% [markdown]
# How large the market is, and whether the rise of detentions after 2021 came from the lower threshold or from more
# officers, the figures were not expected to tell. Rankings of policies are therefore made under both readings
# (`marketsim rank`).
#
# ## Would the model report what was reported?
#
# Figures the model learned from, figures that were held back, and bounds: the interval of what would be *reported*,
# with chance and the error of the report, over what was reported. Behind it stand new runs of the history at a tenth of
# its size, each with its draw of what was learned.

# %%
figures.predictive_bands(worth.figures)

# %% [markdown]
# What it misses:

# %%
columns = ["id", "use", "metric", "start", "end", "reported", "low90", "high90"]
worth.misses[columns] if len(worth.misses) else print("None of them.")

# %% [markdown]
# To lie inside is easy for somebody who says "anything between 1 and 1,000". So widths count as well: the upper end of
# the interval over the lower one, for figures above 100. Counts are to stay below a factor of 4.

# %%
large = worth.figures[(worth.figures["reported"] > 100) & (worth.figures["side"] == "about")]
large.sort_values("width", ascending=False)[["id", "unit", "reported", "low90", "high90", "width"]].round(1)

# %% [markdown]
# ## Does it know more than a trend?
#
# A model of thousands of people should beat a ruler. For each series, the continuous ranked probability score of the
# logarithms (lower is better), beside that of a straight line fitted to the series alone. `least` is the score of
# reports that scatter, as they are taken to, around the figure that was reported: no model can be nearer than that.

# %%
worth.series.round(3)

# %% [markdown]
# ## Would it find the truth?
#
# Runs whose numbers are known are taken for what was reported, one after another, and learned from as if they were. If
# intervals are honest, the truth lies in nine of ten 90 % intervals, and its rank among the draws is anywhere alike.

# %%
figures.rank_histogram(worth.ranks)

# %% [markdown]
# Bars that stand higher at both ends than in the middle say that intervals are too narrow, also where the share of
# truths inside is within what was asked for.

# %% [markdown]
# ## Patterns
#
# Twenty-one patterns from the literature and from reports (`docs/evidence/patterns.md`), each one statistical check,
# with numbers as they were set by hand. No calibration learns from them; a few numbers were set with one in view and
# name it. Those that do not hold:

# %%
patterns = pd.read_csv(reference / "patterns.csv").set_index("id")
print(f"{int(patterns['holds'].sum())} of {len(patterns)} hold.")
patterns[~patterns["holds"]][["pattern", "effect", "low", "high"]]

# %% [markdown]
# ## What was to be reached

# %%
worth.goals

# %% [markdown]
# ## How far, then?
#
# What goals do not ask: whether the posterior rests on enough particles, whether figures lean to one side, and which
# bounds are too far away to tell anything.

# %%
print(*notices(worth), *figures_in_words(worth.figures), sep="\n")
lost = worth.goals[worth.goals["told"] & ~worth.goals["holds"]]
print(f"Not reached: {', '.join(lost['goal']) or 'nothing'}.")

# %% [markdown]
# The model can be trusted to ask what a policy *changes* in what is reported (blocking, detentions, laboratories,
# hospitalisations), over all draws and under both readings. It cannot be trusted for levels that nobody reports (how
# many use, how much is sold), for a series in which a ruler does as well, or for an effect that hangs on a number of
# which the figures tell nothing.

# %% [markdown]
# ## Which policy is best, whatever holds?
#
# Four policies and doing nothing new, with every draw and under both readings of 2021 to 2023 (`marketsim rank`, kept
# in `results/reference/ranking`). `chance` is how often a policy is the best of all, `regret` what is lost on average
# by having it in the place of the best. A policy that is best in the mean and seldom best of all is no sure choice.
# One whose cost is not stated is not ranked by public money, which leaves that cost out.

# %%
standing = pd.read_csv(reference / "ranking" / "standing.csv", keep_default_na=False, na_values=[""])
titles = json.loads((reference / "ranking" / "rank.json").read_text("utf-8"))["titles"]
both = standing[standing["reading"] == BOTH]
whole = {name: both[name].map("{:,.0f}".format) for name in ("mean", "regret")}
named = both.assign(policy=both["arm"].map(titles), cost=both["cost"].fillna(""), **whole)
named.set_index(["outcome", "policy"])[["unit", "better", "mean", "chance", "regret", "cost"]].round(2)

# %% [markdown]
# ## What does it say of the years that no figure covers yet?
#
# The law as it is and the bill of 2024, with capacities held and with their trend continued (`marketsim predict`, kept
# in `results/reference/prediction`), to be held against figures when they come out. Bars hold 50 and 90 % of the runs.

# %%
shown = ("detained_online_trade", "labs_dismantled", "synthetics_seized_kg")
figures.prediction_fan(pd.read_csv(reference / "prediction" / "predictions.csv"), shown)

# %% [markdown]
# ## What one may not conclude
#
# * **That a calibrated model is a true one.** Priors were set by people who had seen these figures, and several wrong
#   models can agree with thirty-six numbers that those who fight the market counted.
# * **That a number is known because its interval is narrow.** A narrow one around a wrong value looks the same; only
#   known truths tell them apart.
# * **That intervals of reports are measured.** How far a source may be off follows from its grade, which is assumed.
# * **That what agrees here holds for what was never seen.** A policy without a precedent moves the market to where no
#   figure is.
