"""Scenarios in which every private text of an exercise bears the mark of those who may read it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from sim.exercise.acts import WHITE
from sim.scenario import catalog
from tests.exercise.views.planted import ALSO, mark

ISLANDS = ("NORTH", "SOUTH", "SOUTH.Trade", "FAR")
CHOKEPOINTS = ("KORVA", "SORIN", "ALDER", "MERID")
SCENARIOS: Mapping[str, Sequence[str]] = {"two-islands": ISLANDS, "three-chokepoints": CHOKEPOINTS}
"""Scenario -> the seats that people play."""


def prepared(folder: Path, name: str) -> str:
    """Write a scenario with its planted exercise file to a folder, and return where."""
    source = catalog.find(name)
    source = source if source.is_dir() else source.parent
    shutil.copy(source / "scenario.yaml", folder / "scenario.yaml")
    if name == "two-islands":
        template = islands()
    else:
        template = yaml.safe_load((source / "exercise.yaml").read_text("utf-8"))
    (folder / "exercise.yaml").write_text(
        yaml.safe_dump(planted(template), sort_keys=False, allow_unicode=True), "utf-8"
    )
    return str(folder)


def planted(template: dict[str, Any]) -> dict[str, Any]:
    """Return an exercise file with a mark in every text that is not for everybody."""
    for seat, row in template["seats"].items():
        own = mark(seat)
        row["role"] = f"{row.get('role', '')} {own}"
        row["secret"] = f"{row.get('secret', '')} {own}"
        for goal in row.get("goals", ()):
            if goal.get("secret"):
                goal["text"] += f" {own}"
        for play in row.get("playbook", ()):
            play["title"] += f" {own}"
            if "package=" not in play["order"]:
                play["order"] += f" package={own}"
        row["default_orders"] = [f"{text} package={own}" for text in row.get("default_orders", ())]
    for row in template["injects"]:
        hidden = mark(WHITE)
        row["expected"] = row["learning"] = hidden
        if row.get("to") and not row.get("public"):
            readers = mark(*(reader for seat in row["to"] for reader in ALSO_OF.get(seat, (seat,))))
            row |= {"title": f"{row['title']} {readers}", "text": f"{row['text']} {readers}"}
    for section in template.get("facilitator", ()):
        section["text"] += f" {mark(WHITE)}"
    return template


ALSO_OF = {**ALSO, "SOUTH": ("SOUTH", "SOUTH.Trade")}
"""Country -> the seats that read what binds it."""


def islands() -> dict[str, Any]:
    """Return an exercise file for two-islands."""
    made_up = {"gdp": {"value": 10, "unit": "bnUSD/year", "assumed": "Made up"}}
    orders = {
        "NORTH": ("customs_slowdown product=ore target=SOUTH share=0.5", "hold",
                  "export_licensing product=ore target=SOUTH rate=0.5",
                  "threat target=SOUTH order=export_ban product=ore days=60",
                  "tourism_restriction target=SOUTH rate=0.4"),
        "SOUTH": ("stockpile_build product=ore amount=1000 until=2031-01-06", "data_call",
                  "attribution_campaign target=NORTH", "counter_story target=NORTH",
                  "propose_deal target=FAR give=pay:1000 secret=yes"),
        "SOUTH.Trade": ("early_warning product=ore",
                        "export_licensing product=pump target=NORTH rate=0.5"),
        "FAR": ("outreach target=SOUTH", "export_duty product=metal rate=0.2", "hold"),
    }  # fmt: skip
    return {
        "format": 1,
        "marking": "EXERCISE",
        "extends": {"countries": dict.fromkeys(("NORTH", "SOUTH", "FAR"), made_up)},
        "seats": {
            seat: {
                "title": f"Team of {seat}", "brief": f"All know {seat}.",
                "goals": [{"text": "It wins", "secret": True}, {"text": "Peace"}],
                "playbook": [
                    {"code": f"{seat[0]}{seat[-1].upper()}{n}", "title": "Prepared", "order": text}
                    for n, text in enumerate(orders[seat], 1)
                ],
                "default_orders": [orders[seat][-1]],
            }
            for seat in ISLANDS
        },
        "injects": [
            {"id": "I1", "title": "Rumour", "text": "It is said", "to": ["SOUTH"], "round": 1,
             "minute": 1},
            {"id": "I2", "title": "Whisper", "text": "They say", "to": ["NORTH", "FAR"]},
            {"id": "I3", "title": "Storm", "text": "Boats stay in", "to": ["NORTH"],
             "effects": ["SOUTH.support -= 3"]},
            {"id": "I4", "title": "Duty", "text": "It is decided", "to": ["SOUTH.Trade"],
             "effects": ["FAR: export_duty product=ore rate=0.1"]},
            {"id": "I5", "title": "Feast", "text": "All dance", "round": 2, "minute": 0},
        ],
    }  # fmt: skip
