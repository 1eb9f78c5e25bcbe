"""The JSON Schema says what the reader accepts."""

from __future__ import annotations

import json
from typing import Any

from sim.scenario.schema import json_schema
from sim.scenario.spec import Scenario


def test_the_schema_names_every_key_as_it_is_written() -> None:
    schema = json_schema()
    assert set(schema["properties"]) == set(Scenario.model_fields)
    assert {"from", "to"} <= set(schema["$defs"]["Flow"]["properties"])


def test_the_schema_closes_every_mapping_of_fixed_keys() -> None:
    definitions: dict[str, Any] = json_schema()["$defs"]
    assert all(entry["additionalProperties"] is False for entry in definitions.values())


def test_the_schema_is_plain_json() -> None:
    assert json.loads(json.dumps(json_schema())) == json_schema()
