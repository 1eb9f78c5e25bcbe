"""An exercise on two islands in which every secret of a seat bears that seat's token."""

from __future__ import annotations

from pathlib import Path

import sim
from sim.exercise.conduct.create import create
from sim.exercise.exercise import Exercise
from sim.exercise.topics.seats import Chair

SEATS = ("NORTH", "SOUTH", "NORTH.Trade")
WHITE_ONLY = "tokenwhite"
NASTY = "<script>alert(1)</script>"

TEXT = f"""
format: 1
title: "Islands {NASTY}"
marking: MARK & CO
extends:
  countries:
    NORTH: {{gdp: {{value: 10, unit: bnUSD/year, assumed: Made up}}}}
    SOUTH: {{gdp: {{value: 10, unit: bnUSD/year, assumed: Made up}}}}
formats:
  short:
    title: Short
    rounds: 2
    minutes: {{brief: 1, open: 2, review: 1}}
    humans: [NORTH, SOUTH, NORTH.Trade]
    schedule: [{{minute: 0, title: Welcome}}, {{minute: 9, title: End}}]
seats:
  NORTH:
    title: Government of the North
    brief: It mines the ore.
    role: You are the cabinet of tokennorth.
    secret: You have sold half of the ore already, says tokennorth.
    goals:
      - {{text: Ore is sold dear}}
      - {{text: The South never learns of tokennorth, secret: true}}
    playbook:
      - code: N1
        title: Let half of the ore through for tokennorth
        order: export_licensing product=ore target=SOUTH rate=0.5
      - {{code: N2, title: Wait and see, order: hold}}
    default_orders: [hold]
  SOUTH:
    title: Government of the South
    brief: It melts the ore.
    role: You are the council of tokensouth.
    secret: Stocks last a month, says tokensouth.
    playbook:
      - code: S1
        title: Buy ore for tokensouth
        order: stockpile_build product=ore amount=1000 until=2031-01-06
    default_orders: ["early_warning product=ore"]
  NORTH.Trade:
    title: Trade of the North
    role: You are the desk of tokendesk.
    secret: The cabinet is not told of tokendesk.
injects:
  - {{id: I1, title: A rumour of {WHITE_ONLY}, text: It is said, to: [SOUTH], round: 1, minute: 1}}
objectives:
  - {{id: O1, title: Ask before acting, look_for: [{{id: O1a, text: They ask for {WHITE_ONLY}}}]}}
facilitator:
  - {{title: How it goes, text: The North will say {WHITE_ONLY}.}}
sitman:
  - {{title: Fishing grounds, text: "Both fish there {NASTY}."}}
"""

SECRETS = {"NORTH": "tokennorth", "SOUTH": "tokensouth", "NORTH.Trade": "tokendesk"}


def scenario(folder: Path, text: str = TEXT) -> str:
    """Write two-islands with an exercise file beside it, and return where."""
    source = Path(sim.__file__).parent.parent / "scenarios/tutorial/two-islands/scenario.yaml"
    (folder / "scenario.yaml").write_bytes(source.read_bytes())
    (folder / "exercise.yaml").write_text(text, "utf-8")
    return str(folder)


def exercise(folder: Path) -> Exercise:
    """Return it as an exercise before STARTEX."""
    chairs = {seat: Chair(kind="human", player=f"Team of {seat}") for seat in SEATS}
    return create(folder / "day.exercise", scenario(folder), chairs=chairs)
