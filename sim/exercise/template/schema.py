"""Schema: the exercise file as JSON Schema, for editors that complete and check YAML."""

from __future__ import annotations

from typing import Any

from sim.exercise.template.spec import FORMAT, Template
from sim.scenario.schema import DIALECT


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of `exercise.yaml`."""
    schema = Template.model_json_schema(by_alias=True, mode="validation")
    titled = {"$schema": DIALECT, "title": f"Countervail exercise file, format {FORMAT}"}
    return titled | {key: value for key, value in schema.items() if key != "title"}
