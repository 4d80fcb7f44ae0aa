# %% [markdown]
# # 03 Sweep and sensitivity
#
# **The question: how fast must a channel be blocked before sales fall, and on which assumed numbers does the answer
# hang?**
#
# [02](02_compare_policies.ipynb) tried one speed of blocking. Nobody knows the speed, and nobody knows several numbers
# behind it: how soon a shop has a new channel, how many customers find it. This page does two things about that. A
# *sweep* runs a policy at several strengths. A *sensitivity analysis* moves each doubtful number from one end of what
# could be defended to the other, and asks what that does to the outcome. About a minute on one processor.

# %%
# %matplotlib inline
import tempfile
from pathlib import Path

import marketsim as ms
from marketsim import figures

scenarios = Path("../scenarios").resolve()
folder = Path(tempfile.mkdtemp())
print(f"Model version {ms.MODEL_VERSION}.")

# %% [markdown]
# ## A sweep
#
# A design is a text file as a scenario is: which scenario, what all runs have in common, what is varied. To keep this
# page quick the policy begins with 2019, the runs end with that year, and there are two seeds. `scenarios/sweeps/` has
# designs for real use. At each speed the platform of the messengers carries out every request, as `site_blocking.yaml`
# assumes; in the history it carries out one in ten, so that the run with ten days is not the history.

# %%
COMMON = f"""
scenarios: [{scenarios / "site_blocking.yaml"}]
changes:
  scale: 0.02
  measures_from: 2019-01-01
  end: 2019-12-31
  interventions: {{fast_blocking: {{start: 2019-01-01}}}}
replicates: 2
"""
SPEEDS = """
title: Speed of blocking
question: How fast must a channel be blocked before sales fall?
kind: grid
dimensions:
  interventions.fast_blocking.delay: [0.5, 2, 10, 40]   # days; 10 on sites of the history; all assumed
"""
(folder / "speeds.yaml").write_text(COMMON + SPEEDS, encoding="utf-8")
made = ms.sweep(folder / "speeds.yaml", folder)
print(f"{len(made.runs)} runs, {len(made.failed)} failed")

# %% [markdown]
# `made.runs` has a row a run, with each measure over all that counts (2019). Means over seeds, and each run as a
# dot:

# %%
DELAY = "interventions.fast_blocking.delay"
MEASURES = {
    "resources_blocked": "resources blocked",
    "resources_opened": "resources opened",
    "orders": "orders paid for",
}
made.runs.groupby(DELAY)[list(MEASURES)].mean().map("{:,.0f}".format).rename_axis("days until a block")

# %%
from marketsim.figures.style import BLUE, INK, from_zero, head, in_style, sheet, thousands

with in_style():
    figure = sheet(9.0, 3.4)
    for place, (name, title) in enumerate(MEASURES.items(), start=1):
        axes = figure.add_subplot(1, 3, place)
        mean = made.runs.groupby(DELAY)[name].mean()
        axes.plot(mean.index, mean, color=BLUE, label="mean")
        axes.plot(made.runs[DELAY], made.runs[name], "o", color=INK, markersize=4, label="a run")
        axes.set_xscale("log")
        axes.set_xticks(mean.index, [f"{days:g}" for days in mean.index])
        axes.minorticks_off()
        from_zero(axes)
        axes.yaxis.set_major_formatter(thousands)
        axes.set_xlabel("days from finding to block (assumed)")
        axes.set_ylabel(f"{title}, 2019")
    axes.legend(loc="lower right")
    head(figure, "The speed of blocking", "Two seeds a speed, scale 0.02.")
figure

# %% [markdown]
# ## Sensitivity
#
# Now the speed stays at one day, and three numbers behind it move, one at a time, each over a range that is
# **assumed**: as wide as could be defended, for want of figures. `marketsim show parameters shop_channels` and
# `buyer_search` tell what each is and where it comes from.

# %%
DOUBTFUL = """
title: Numbers behind the blocking of channels
question: Which assumed numbers matter most for sales under fast blocking?
kind: latin_hypercube
count: 8      # not used by the method below, which takes the ranges alone
dimensions:
  parameters.shop_channels.delay: {low: 1, high: 14}                  # days to a new main channel; 3 in the history
  parameters.shop_channels.kept_with_mirror: {low: 0.4, high: 0.95}  # customers who find it; 0.85 in the history
  parameters.buyer_search.chance: {low: 0.1, high: 0.7}               # a day, to find a shop; 0.35 in the history
"""
(folder / "doubtful.yaml").write_text(COMMON + DOUBTFUL, encoding="utf-8")
found = ms.sensitivity(folder / "doubtful.yaml", "tornado", ["orders", "orders_unserved"], 2019, out=folder)
print(f"{len(found.points)} points, {len(found.failed)} runs failed")
figures.tornado(found.table, "orders")

# %% [markdown]
# `swing` is the figure at the upper end of a range less that at the lower end, in orders, with its interval over
# the seeds. With two seeds the interval is wide: it says how little two seeds can tell.

# %%
shown = found.table.set_index(["measure", "dimension"])[["rank", "base", "at_low", "at_high", "swing", "low", "high"]]
shown.astype(float).map("{:,.0f}".format)

# %% [markdown]
# ## The same from a terminal, at a size that can be reported
#
#     marketsim sweep scenarios/sweeps/blocking_speed.yaml --workers 2
#     marketsim sensitivity scenarios/sweeps/sensitivity_couriers.yaml --method morris --years 2023 --workers 2
#
# A tornado moves one number at a time and cannot see what two do together; `morris` and `sobol` can, for many more runs
# (`docs/experiments.md`). A run that was made is kept, and never made again.
#
# ## What one may not conclude
#
# * **That the widest bar is the most important thing.** Twice as wide a range gives twice as wide a bar, and the ranges
#   are a judgement. Numbers that were not varied have no bar at all.
# * **That the order of bars holds.** Where intervals overlap, ranks are not told apart; here they have two seeds.
# * **That a flat line means no effect.** At a fiftieth of the size, over an early year with few blocks, chance hides
#   much.
# * **That the truth lies between the ends.** Ranges hold what could be defended, not what is known. Numbers that are
#   calibrated ([07](07_calibration_and_validation.ipynb)) have narrower ranges, some of which depend on each other.
