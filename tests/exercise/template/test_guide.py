"""The guide: what it shows of an exercise file is sound, and shows every part of one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from sim.exercise.template.load import read_exercise
from sim.exercise.template.spec import Template
from sim.scenario import catalog
from sim.scenario.source import parse
from sim.seats.load import load_scenario

GUIDE = (Path(__file__).parents[3] / "docs/how-to/write-an-exercise.md").read_text("utf-8")


def shown() -> dict[str, Any]:
    """All that the guide shows of the file, put together."""
    blocks = re.findall(r"^```yaml\n(# exercise.yaml\n.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    data: dict[str, Any] = {}
    for block in blocks:
        found = parse(block, "guide").data
        assert isinstance(found, dict)
        assert not data.keys() & found.keys()
        data |= found
    return data


def test_what_the_guide_shows_is_sound() -> None:
    islands = load_scenario(catalog.folder("two-islands"))
    assert read_exercise(json.dumps(shown()), "guide", islands).problems == ()


def test_the_guide_shows_or_names_every_part_of_the_file() -> None:
    named = set(re.findall(r"`(\w+)`", GUIDE))
    assert set(Template.model_fields) - shown().keys() - named <= {"ratings"}
