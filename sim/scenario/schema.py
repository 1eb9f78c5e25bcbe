"""Schema: the scenario format as JSON Schema, for editors that complete and check YAML."""

from __future__ import annotations

from typing import Any

from sim.scenario.spec import FORMAT, Scenario

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of `scenario.yaml`."""
    schema = Scenario.model_json_schema(by_alias=True, mode="validation")
    titled = {"$schema": DIALECT, "title": f"Countervail scenario, format {FORMAT}"}
    return titled | {key: value for key, value in schema.items() if key != "title"}
