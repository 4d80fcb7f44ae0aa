# %% [markdown]
# # 06 Add your own policy in ten lines
#
# **The question: if the same patrol hours were moved to the days on which people buy most, would more be met?**
#
# People buy most on Fridays and Saturdays (DrugStat 2020). No policy that comes with marketsim knows weekdays. This
# page writes one, tries it, and shows what to look at first. About a minute on one processor.
#
# ## The idea behind a policy
#
# A policy never changes an outcome. It pulls *levers*: officers, days, grams, years, places, things that somebody can
# do. People in the model see the lever and act; what comes of it is found out, not put in. All levers with their
# meaning are in `src/marketsim/world/levers.py`. The one wanted here is `capacity`: officers at work in each unit,
# relative to those without a policy.
#
# ## Ten lines
#
# A policy is a class in a file of its name. Its settings have a unit, a range, a grade and a source: whoever reads the
# scenario sees what is known and what is assumed. `pull` is called each morning on which the policy is in force;
# `strength` is 1, or less while it is ramped up.

# %%
# %matplotlib inline
SOURCE = '''
from marketsim.core.parameters import Grade, param
from marketsim.interventions.intervention import Intervention
from marketsim.world.states import Unit


class WeekendPatrols(Intervention, kind="weekend_patrols"):
    """Patrols are moved to Fridays and Saturdays; the hours of a week stay the same."""

    extra: float = param(0.0, unit="share", low=0, high=2.5, grade=Grade.ASSUMED, source="0 is no change")

    def pull(self, world, strength):
        moved = self.extra if world.today.weekday in (4, 5) else -self.extra * 2 / 5  # Monday is 0
        world.levers.capacity[Unit.PATROL] *= 1.0 + strength * moved
'''

# %% [markdown]
# The file goes into a folder, and the folder on the path on which marketsim looks for kinds of policy. (To keep a
# policy, put its file into `src/marketsim/interventions/`; nothing else has to be told of it. Here the folder is a
# temporary one.)

# %%
import tempfile
from pathlib import Path

import pandas as pd

import marketsim as ms
import marketsim.interventions

folder = Path(tempfile.mkdtemp())
(folder / "weekend_patrols.py").write_text(SOURCE, encoding="utf-8")
marketsim.interventions.__path__.append(str(folder))
print(f"Model version {ms.MODEL_VERSION}.")

# %% [markdown]
# From now on scenarios may name it, with the dates, ramps and costs that every policy has. The text below is what a
# scenario file would say.

# %%
history = ms.load("../scenarios/baseline.yaml").with_(scale=0.02, end="2022-12-31")
moved = history.with_(
    title="Patrols at the weekend",
    interventions=[{"kind": "weekend_patrols", "start": "2021-01-01", "extra": 1.5}],  # share; assumed
)
moved.policies["weekend_patrols"]

# %% [markdown]
# A mistake is answered in words, with what is allowed:

# %%
try:
    history.with_(interventions=[{"kind": "weekend_patrols", "start": "2021-01-01", "extra": 9}])
except ms.ScenarioError as error:
    print(error)

# %% [markdown]
# ## First: does it do what it says?
#
# Before looking at outcomes, look at the step that the policy takes itself. The same patrol hours a week, more of them
# on Fridays and Saturdays: then more of the detained buyers should be met on those days. `extra: 1.5` is far more than
# any police would do, on purpose: if it does not show at this strength, it does nothing. (Half of it, 0.75, was tried
# first and moved the share by some six points in three pairs, hardly more than chance does.) Pairs of runs with the
# same seeds, with and without:

# %%
SEEDS = range(1, 4)
runs = {
    (name, seed): ms.run(scenario, seed)
    for name, scenario in {"without": history, "with": moved}.items()
    for seed in SEEDS
}
START = pd.Timestamp("2021-01-01")
before = [runs[name, 1].daily.loc[: START - pd.Timedelta(days=1)] for name in ("without", "with")]
print("The same until the policy begins:", before[0].equals(before[1]))

# %%
DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]


def by_weekday(name):
    days = sum(runs[name, seed].daily.loc[START:, "detained_buyers"] for seed in SEEDS) / len(SEEDS)
    return days.groupby(days.index.day_of_week).sum().set_axis(DAYS)


weekdays = pd.DataFrame({name: by_weekday(name) for name in ("without", "with")})

# %%
from marketsim.figures.style import BLUE, ORANGE, head, in_style, sheet

with in_style():
    figure = sheet(7.5, 3.6)
    axes = figure.add_subplot()
    weekdays.plot.bar(ax=axes, color=[BLUE, ORANGE], rot=0, width=0.75)
    axes.set_xlabel("day of the week")
    axes.set_ylabel("buyers detained, 2021 and 2022")
    axes.grid(axis="x", visible=False)
    axes.legend(["without the policy", "with the policy"], loc="upper left")
    head(figure, "Buyers detained by day of the week", f"History, mean of {len(SEEDS)} seeds, scale {history.scale}.")
figure

# %%
shares = weekdays.loc[["Fri", "Sat"]].sum() / weekdays.sum()
for name, share in shares.items():
    print(f"{name:>7} the policy: {share:.0%} of detained buyers on Fridays and Saturdays")

# %% [markdown]
# ## Then: what comes of it?
#
# `ms.compare` does the pairs, the intervals and the verdicts. (It makes its runs again; with `keep="results"` it would
# find them.) Here the same by hand, from the runs that are there, for a handful of measures:

# %%
from marketsim.experiments.intervals import mean_of_pairs
from marketsim.figures.words import title_of
from marketsim.measures.registry import all_measures

CHOSEN = ["detained_buyers", "detained_couriers_on_patrol", "detained_couriers", "orders", "retail_price_alpha_pvp"]
rows = {}
for name in CHOSEN:
    sums = {key: all_measures()[name].over(run.daily.loc[START:, name].to_numpy()) for key, run in runs.items()}
    pairs = pd.Series({seed: sums["with", seed] - sums["without", seed] for seed in SEEDS})
    change = mean_of_pairs(pairs.to_numpy(float))
    rows[title_of(name)] = {
        "unit": all_measures()[name].unit,
        "without": f"{sum(sums['without', seed] for seed in SEEDS) / len(SEEDS):,.4g}",
        "change": f"{change.mean:+,.3g}",
        "95 % interval": f"{change.low:+,.3g} to {change.high:+,.3g}",
        "can be told from none": "no" if change.holds_zero else "yes",
    }
pd.DataFrame(rows).T

# %% [markdown]
# ## Before you believe your own policy
#
# * Run it at `intensity: 0`: nothing may change, to the last byte.
# * Try it with a strength at which it must show. If it does not, the lever is not read where you think.
# * Look for what answers it: do people move to other days, places, shops?
# * Then write these down as a test; `tests/interventions/` has one for every kind.
#
# ## What one may not conclude
#
# * **That the policy works, or does not.** Three pairs at a fiftieth of the size tell large changes alone; an interval
#   that holds zero means "not known", not "nothing".
# * **That sellers and buyers would stay as they are.** In this model nobody learns on which days patrols are out: no
#   rule says so. A finding that rests on what a model leaves out is not a finding.
# * **How large anything is.** The share of hours moved is assumed, the weekday profile is borrowed from another
#   country's market, and the other numbers are set by hand, not calibrated.
# * **That it is cheap.** The same hours on other days may cost overtime; the policy here states no cost.
