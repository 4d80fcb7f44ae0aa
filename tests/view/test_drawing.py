"""What is promised of Mesa's drawing. It wants the extra `mesa-view`; without it these tests are skipped."""

import importlib.util
import warnings

import matplotlib as mpl
import pytest

from marketsim.view.staff import Courier

WANTED = ("solara", "altair", "matplotlib", "networkx")
missing = [name for name in WANTED if importlib.util.find_spec(name) is None]
pytestmark = pytest.mark.skipif(bool(missing), reason=f"mesa.visualization wants {', '.join(missing)}: extra mesa-view")


@pytest.fixture
def drawing():
    """`mesa.visualization`, with a backend that needs no screen."""
    mpl.use("Agg")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Solara warns about Mesa's own components.
        import mesa.visualization
        import mesa.visualization.components
    yield mesa.visualization
    mpl.pyplot.close("all")


def portray(drawing):
    def agent(agent):
        return drawing.components.AgentPortrayalStyle(color="red" if isinstance(agent, Courier) else "grey", size=3)

    def layer(layer):
        if layer.name == "residents":
            return drawing.components.PropertyLayerStyle(colormap="viridis", colorbar=False)
        return None

    return agent, layer


def test_the_space_renderer_draws_every_placed_agent_and_a_layer(model, drawing):
    agent, layer = portray(drawing)
    renderer = drawing.SpaceRenderer(model, backend="matplotlib")
    model.step()
    renderer.render(agent_portrayal=agent, propertylayer_portrayal=layer)
    axes = renderer.canvas
    drawn = sum(len(collection.get_offsets()) for collection in axes.collections if len(collection.get_offsets()) > 1)
    assert drawn == len(model.grid.agents) > 1_000
    assert len(axes.images) == 1
    axes.figure.canvas.draw()


def test_solara_builds_the_page_and_its_buttons_step_and_reset_the_model(scenario, model, drawing):
    import ipyvuetify
    import ipywidgets
    import solara

    agent, layer = portray(drawing)
    renderer = drawing.SpaceRenderer(model, backend="matplotlib").render(agent, layer)
    shown = solara.reactive(model)
    page = drawing.SolaraViz(
        shown,
        renderer,
        components=[drawing.make_plot_component("active_couriers")],
        model_params={"scenario": scenario, "seed": 2},
    )
    _box, rendered = solara.render(solara.AppLayout(children=[page]), handle_error=False)
    assert len(rendered.find(ipywidgets.Image)) == 2
    buttons = {button.children[0]: button for button in rendered.find(ipyvuetify.Btn).widgets if button.children}
    buttons["Step"].click()
    assert shown.value is model
    assert model.steps == 1
    buttons["Reset"].click()
    assert shown.value is not model
    assert (type(shown.value), shown.value.steps, int(shown.value.world.seed)) == (type(model), 0, 2)
    rendered.close()
