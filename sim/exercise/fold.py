"""Fold: entries of the log to the state that they lead to, one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from sim.errors import SimError
from sim.exercise.acts import PROGRAM, WHITE, Act, SeatAct
from sim.exercise.log.entry import Entry
from sim.exercise.state import NotNowError, Said, State, Topic
from sim.exercise.topics.deals import DEALS
from sim.exercise.topics.evaluation import EVALUATION
from sim.exercise.topics.injects import INJECTS
from sim.exercise.topics.lines import LINES, Branched, Switched
from sim.exercise.topics.orders import ORDERS
from sim.exercise.topics.rounds import CLOCK, ROUNDS, Briefed, Opened
from sim.exercise.topics.seats import SEATS
from sim.exercise.topics.setup import SETUP
from sim.exercise.topics.talk import TALK
from sim.exercise.topics.white import WHITE_CELL

TOPICS: tuple[Topic[Any], ...] = (
    SETUP, LINES, CLOCK, SEATS, ROUNDS, ORDERS, INJECTS, WHITE_CELL, TALK, DEALS,
    EVALUATION,
)  # fmt: skip
"""Everything an exercise is about."""

HOME: Mapping[type[Act], Topic[Any]] = {act: topic for topic in TOPICS for act in topic.acts}
"""Act -> the topic that decides on it."""

KINDS: Mapping[str, type[Act]] = {act.kind(): act for act in HOME}
"""What the log calls an act -> the act."""


def said(entry: Entry) -> Said:
    """Return what an entry holds; SimError for what this program does not understand."""
    kind = KINDS.get(entry.kind)
    if kind is None:
        raise SimError(
            f"entry {entry.number} is a '{entry.kind}', which this program does not know"
        )
    try:
        act = kind.model_validate_json(entry.body)
    except (ValidationError, SimError) as error:
        raise SimError(f"entry {entry.number} ({entry.kind}) cannot be read: {error}") from None
    return Said(entry.number, entry.at, entry.by, act)


def check(state: State, proposed: Said) -> None:
    """Raise NotNowError (or another SimError) if an act cannot be done, or not by whoever tries."""
    if proposed.by not in (WHITE, PROGRAM) and not isinstance(proposed.act, SeatAct):
        raise NotNowError("that is for the white cell to do; a message to it may help")
    HOME[type(proposed.act)].check(state, proposed)


def after(state: State, done: Said) -> State:
    """Return the state after an act."""
    act, before = done.act, state
    if isinstance(act, Branched):
        state = state.branched(act.name, act.origin, act.round)
    elif isinstance(act, Switched):
        state = replace(state, current=act.name)
    elif isinstance(act, Briefed | Opened) and state.of(ROUNDS).phase == "between":
        state = state.begun(act.round)
    for topic in TOPICS:
        own = state.of(topic)
        changed = topic.after(own, done, before)
        if changed is not own:
            state = state.with_slice(topic, changed)
    return replace(state, head=done.number)


def folded(entries: Iterable[Entry], state: State | None = None) -> State:
    """Return the state that entries lead to."""
    state = state or State()
    for entry in entries:
        state = after(state, said(entry))
    return state
