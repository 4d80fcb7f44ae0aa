# %% [markdown]
# # 05 Watch the market
#
# **The question: who is in this market on a given evening, where are they, and what do they do?**
#
# The tables of the other pages add people up. Here the market is a [Mesa](https://mesa.readthedocs.io) model: agents
# that can be looked at one by one, a grid to stand on, a collector of daily figures, a map. It is the same market: the
# same scenario and seed live the same days, whether anybody looks or not. (Whoever knows Mesa can use all of it; agents
# can be read and not moved, because they act by rules.) Some seconds on one processor.

# %%
# %matplotlib inline
import pandas as pd

import marketsim as ms
from marketsim.view.buyers import Buyer
from marketsim.view.drops import Drop
from marketsim.view.officers import Officer
from marketsim.view.shops import Shop
from marketsim.view.staff import Courier

scenario = ms.load("../scenarios/almaty.yaml").with_(scale=0.1, end="2017-06-30", measures_from="2017-02-01")
model = ms.MarketModel(scenario, seed=1)
for _ in range(120):
    model.step()
print(f"{scenario.title}, {model.date}: {len(model.agents):,} agents on the ground and behind it.")
print(f"Model version {ms.MODEL_VERSION}.")

# %% [markdown]
# `almaty.yaml` is one made-up city with as many residents as Almaty; the levels of the country are cut to its part
# (assumed). At `scale=0.1` a buyer stands for ten persons.
#
# ## Agents by type

# %%
kinds = {kind.__name__: (len(agents), kind.__doc__) for kind, agents in model.agents_by_type.items() if len(agents)}
agents = pd.DataFrame.from_dict(kinds, orient="index", columns=["agents", "what it is"])
with pd.option_context("display.max_colwidth", None):
    display(agents)  # noqa: F821  (notebooks have it)

# %% [markdown]
# Sets of agents can be selected, sorted and grouped, as Mesa does it:

# %%
buyers = model.agents_by_type[Buyer]
states = pd.Series([buyer.state.name.lower() for buyer in buyers]).value_counts().rename("agents")
states.rename_axis("a buyer is").to_frame()

# %%
shops = model.agents_by_type[Shop].select(lambda shop: shop.status.name == "OPEN")
print(f"{len(shops)} open shops, each standing for {shops[0].weight}.")
fullest = max(shops, key=lambda shop: (shop.grams, -shop.uid))
print(f"The fullest warehouse holds {fullest.grams:,.0f} g.")

# %% [markdown]
# One courier. Every column of the market's table can be read as an attribute; other agents are agents too:

# %%
courier = min(model.agents_by_type[Courier], key=lambda courier: courier.uid)
print(courier.status.name, "of", courier.shop, "in", courier.region)
print(f"hired on {courier.hired_on}; carries {courier.grams:.1f} g; stands for {courier.weight} persons")

# %% [markdown]
# ## The ground
#
# A city is a grid of cells. Agents stand in cells, and cells know who is there and what is around.

# %%
busiest = max((drop.cell for drop in model.agents_by_type[Drop]), key=lambda cell: (len(cell.agents), cell.coordinate))
print(
    "busiest cell",
    busiest.coordinate,
    pd.Series([type(agent).__name__ for agent in busiest.agents]).value_counts().to_dict(),
)
print("cells around it", len(busiest.neighborhood))

# %% [markdown]
# Property layers hold a number for each cell. They are the market's own memory, not copies.

# %%
LAYERS = {
    "residents": "persons who live there",
    "suitability": "how well a parcel hides, 0 to 1",
    "patrol_hours": "officer-hours of patrol today",
    "live_drops": "parcels hidden now, in agents",
    "heat": "recent finds and arrests, fading",
    "arrests": "arrests since the first day",
}
layers = {name: getattr(model.grid, name).data for name in LAYERS}
pd.DataFrame(
    {
        name: {"what": LAYERS[name], "sum": f"{data.sum():,.1f}", "most in a cell": f"{data.max():,.2f}"}
        for name, data in layers.items()
    }
).T

# %% [markdown]
# ## Figures of every day
#
# After each step the collector takes some figures of the whole market. Give the model another `DataCollector` to take
# others.

# %%
days = model.datacollector.get_model_vars_dataframe().set_index("date")
days.tail(5)

# %%
from matplotlib.dates import DateFormatter, MonthLocator

from marketsim.figures.style import BLUE, head, in_style, sheet

TITLES = {
    "open_shops": "shops open",
    "active_couriers": "couriers at work",
    "live_drops": "parcels hidden",
    "orders": "orders a day",
}
with in_style():
    figure = sheet(8.5, 4.6)
    for place, (name, title) in enumerate(TITLES.items(), start=1):
        axes = figure.add_subplot(2, 2, place)
        axes.plot(pd.to_datetime(days.index), days[name], color=BLUE)
        axes.set_ylim(0)
        axes.set_ylabel(title)
        axes.set_xlabel("2017")
        axes.xaxis.set_major_locator(MonthLocator())
        axes.xaxis.set_major_formatter(DateFormatter("%b"))
    head(
        figure,
        "The first months of a city",
        f"{scenario.title}, seed 1, scale {scenario.scale}. All of it is simulated.",
    )
figure

# %% [markdown]
# ## The map
#
# Mesa's `SpaceRenderer` draws agents on a layer. It wants the extra `mesa-view` (in `make setup`).

# %%
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Solara warns of Mesa's own components
    from mesa.visualization import SolaraViz, SpaceRenderer, make_plot_component
    from mesa.visualization.components import AgentPortrayalStyle, PropertyLayerStyle

STYLES = {Drop: ("tab:orange", "s", 10), Courier: ("tab:red", "^", 26), Officer: ("black", "x", 26)}


def draw_agent(agent):
    colour, marker, size = STYLES.get(type(agent), ("white", "o", 0))
    return AgentPortrayalStyle(color=colour, marker=marker, size=size, alpha=1.0 if size else 0.0)


def draw_layer(layer):
    if layer.name == "residents":
        return PropertyLayerStyle(colormap="Greens", alpha=0.6, colorbar=True)
    return None


renderer = SpaceRenderer(model, backend="matplotlib")
renderer.render(agent_portrayal=draw_agent, propertylayer_portrayal=draw_layer)
axes = renderer.canvas
axes.set_title(f"Couriers' homes (red), hidden parcels (orange), officers (black), {model.date}", fontsize=9)
axes.set_xlabel("cells, west to east")
_ = axes.set_ylabel("cells, south to north")
# %% [markdown]
# The green ground is residents a cell; its streets are made up.
#
# ## A page with buttons
#
# `SolaraViz` makes a web page of a model, with buttons to step, run and reset it. The next cell builds the page and
# does not show it. To see it, start it from a terminal:
#
#     cd notebooks
#     ../.venv/bin/solara run 05_watch_the_market.py
#
# and open the address that it prints. **The page needs the internet**: your browser fetches its widgets from a public
# server (a CDN), and shows an empty page without. Nothing of the market leaves your computer. Everything above this
# line works without a network.

# %%
page = SolaraViz(
    model,
    renderer,
    components=[make_plot_component("active_couriers"), make_plot_component("orders")],
    model_params={"scenario": scenario, "seed": 1},
    name="The market, day by day",
)

# %% [markdown]
# ## What one may not conclude
#
# * **That anybody seen here exists.** Agents are made by dice; each stands for several persons.
# * **That a place on the map is a place.** The city has the right number of residents; its streets are made up. The map
#   says nothing of where parcels lie, and no pattern on it can be used to find one.
# * **That what one agent does is typical.** One courier is an anecdote, here as elsewhere. Count before you tell.
# * **Anything from one seed and four months of burn-in.** The market of early 2017 is assumed, and numbers are set
#   by hand, not calibrated.
