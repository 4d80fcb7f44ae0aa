"""The JSON Schema of scenario files, for editors: every key with its description, unit, range and source."""

from copy import deepcopy
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from marketsim.scenario.data import region_names
from marketsim.scenario.own_regions import MOST_REGIONS, OwnRegion
from marketsim.scenario.registry import intervention_kinds, parameter_sets
from marketsim.scenario.scenario import LARGEST_WEIGHT, Outline
from marketsim.world.products import DEFAULT_PRODUCTS, Product

Schema = dict[str, Any]


def json_schema() -> Schema:
    """Return the schema of scenario files as a dictionary ready for JSON."""
    sets, kinds = parameter_sets(), intervention_kinds()
    models: list[type[BaseModel]] = [Outline, OwnRegion, Product, *sets.values(), *kinds.values()]
    places, shared = models_json_schema([(model, "validation") for model in models], ref_template="#/$defs/{model}")
    definitions: Schema = shared["$defs"]

    def of(model: type[BaseModel]) -> Schema:
        name = places[model, "validation"]["$ref"].removeprefix("#/$defs/")
        return deepcopy(definitions[name])

    outline = of(Outline)
    policies = {"anyOf": [_policy(kind, of(model)) for kind, model in kinds.items()]}
    outline["properties"]["scale"] = _scale(outline["properties"]["scale"])
    definitions["Space"]["properties"]["regions"] = _regions(
        definitions["Space"]["properties"]["regions"], places[OwnRegion, "validation"]
    )
    outline["properties"] |= {
        "extends": {"type": "string", "description": "File that this one changes, relative to this one."},
        "posterior": {
            "type": ["string", "null"],
            "description": "A shipped calibration, or the folder of one: runs draw parameters from it by their seed.",
        },
        "remove": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Names of interventions of the extended file to take away.",
        },
        "products": _products(of(Product)),
        "parameters": {
            "type": ["object", "null"],
            "description": "Parameters of rules and of the world by name.",
            "properties": {name: _nullable(places[model, "validation"]) for name, model in sets.items()},
            "additionalProperties": False,
        },
        "interventions": {
            "description": "Policies and shocks; a mapping by name changes them, or adds new ones with a kind.",
            "anyOf": [{"type": "array", "items": policies}, {"type": "object"}, {"type": "null"}],
        },
    }
    outline |= {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "marketsim scenario"}
    return outline | {"$defs": definitions}


def _scale(scale: Schema) -> Schema:
    fractions = [{"enum": ["1", *(f"1/{weight}" for weight in range(1, LARGEST_WEIGHT + 1))]}]
    number = {"type": "number", "minimum": 1 / LARGEST_WEIGHT, "maximum": 1}
    return {"description": scale["description"], "default": 1.0, "anyOf": [number, *fractions]}


def _regions(regions: Schema, own: Schema) -> Schema:
    names = {"type": "array", "minItems": 1, "uniqueItems": True, "items": {"enum": list(region_names())}}
    mapping = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": MOST_REGIONS,
        "propertyNames": {"pattern": "^[a-z][a-z0-9_]*$"},
        "additionalProperties": own,
    }
    return {"description": regions["description"], "anyOf": [names, mapping, {"type": "null"}]}


def _products(product: Schema) -> Schema:
    """Return the schema of the products: the known ones by name, and new ones that must say their family."""
    product["properties"].pop("name")
    new = deepcopy(product) | {"required": ["family"]}
    product.pop("required", None)
    return {
        "type": ["object", "null"],
        "description": "Changes to the products of the history, and further products; 3 to 12 in all.",
        "properties": {known.name: _nullable(product) for known in DEFAULT_PRODUCTS},
        "additionalProperties": new,
    }


def _policy(kind: str, policy: Schema) -> Schema:
    """Return the schema of one kind of intervention with the keys that all entries have."""
    name = {"type": "string", "description": "Name by which files that extend this one can change or remove it."}
    policy["properties"] = {"kind": {"const": kind}, "name": name} | policy["properties"]
    policy["required"] = ["kind", *policy.get("required", [])]
    return policy


def _nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}
