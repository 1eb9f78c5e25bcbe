"""Schema: the experiment file as JSON Schema, for editors that complete and check YAML."""

from __future__ import annotations

from typing import Any

from sim.batch.experiment.spec import Experiment
from sim.scenario.schema import DIALECT


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of `experiment.yaml`."""
    schema = Experiment.model_json_schema(by_alias=True, mode="validation")
    titled = {"$schema": DIALECT, "title": "Countervail experiment file"}
    return titled | {key: value for key, value in schema.items() if key != "title"}
