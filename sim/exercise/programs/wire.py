"""Wire: the messages between an exercise and a program, one JSON object a line.

docs/how-to/connect-a-program-seat.md shows them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from sim.errors import InvalidOrderError, nearest
from sim.exercise.programs.limits import FaultError, Limits, cleaned
from sim.observation.plain import Plain, plain
from sim.orders.base import Order
from sim.orders.instruments import COMMON, Instrument, Key, instruments
from sim.orders.menu import Option, may_decide
from sim.orders.timing import lead_months
from sim.scenario.shape import WORDED, found
from sim.scenario.spec import Strict
from sim.world.setting import Setting

PROTOCOL = 1
"""Number of this way to talk; it changes when an old program would no longer understand."""

Said = Mapping[str, Plain]

# What a program is told.


def hello(seat: str, title: str, known: Sequence[Plain], limits: Limits) -> Said:
    """Return what a program is told first: who it is, and what orders it can write."""
    return {
        "type": "hello",
        "protocol": PROTOCOL,
        "seat": seat,
        "title": title,
        "limits": {"seconds": limits.seconds, "line": limits.line, "output": limits.output},
        "instruments": list(known),
    }


def question(
    round: Plain,
    observation: Said,
    menu: Sequence[Said],
    messages: Sequence[Said],
    problems: Sequence[str],
) -> Said:
    """Return what a program is asked in a round."""
    return {
        "type": "observe",
        "round": round,
        "observation": dict(observation),
        "menu": [dict(option) for option in menu],
        "messages": [dict(message) for message in messages],
        "problems": list(problems),
    }


BYE: Said = {"type": "bye"}


def line_of(said: Said) -> bytes:
    """Return a message as it is sent."""
    return json.dumps(said, ensure_ascii=False, allow_nan=False).encode() + b"\n"


def instrument_data(setting: Setting, seat: str) -> list[Plain]:
    """Return the instruments that a seat can give orders of, with their keys."""
    return [
        _instrument(instrument)
        for instrument in instruments().values()
        if may_decide(instrument, setting, seat)
    ]


def _instrument(instrument: Instrument) -> Plain:
    own = {name: key for name, key in instrument.keys.items() if name not in COMMON}
    return {
        "name": instrument.name,
        "title": instrument.title,
        "rung": instrument.rung,
        "keys": {name: _key(key) for name, key in own.items()},
    }


def _key(key: Key) -> Plain:
    said: dict[str, Plain] = {
        "meaning": key.meaning, "kind": key.kind, "required": key.required, "of": key.of,
    }  # fmt: skip
    if key.kind == "number":
        high = None if math.isinf(key.high) else key.high
        said |= {"low": key.low, "high": high, "unit": key.unit, "default": key.default}
    if key.kind == "choice":
        said["choices"] = list(key.choices)
    return said


def option_data(option: Option) -> dict[str, Plain]:
    """Return an order of a menu with its cost [points, USD], lead time [month] and authority."""
    return {
        "order": str(option.order),
        "instrument": option.order.instrument,
        "capital": plain(option.price.points),
        "usd": plain(option.price.usd),
        "lead_months": plain(lead_months(option.order)),
        "begins": plain(option.begins),
        "decides": option.decides,
    }


# What a program answers.


@dataclass(frozen=True)
class Wanted:
    """An order that a program asks for, and why."""

    order: Order
    reason: str = ""


@dataclass(frozen=True)
class Letter:
    """A message that a program sends to a seat."""

    to: str
    text: str


@dataclass(frozen=True)
class Answer:
    """What a program wants in a round."""

    orders: tuple[Wanted, ...] = ()
    messages: tuple[Letter, ...] = ()
    problems: tuple[str, ...] = ()
    """What was dropped of it, and why; the program is told with the next question."""


LONGEST = 2_000
"""Most characters of an order, as sheets hold them."""


class _Order(Strict):
    order: Annotated[str, Field(max_length=LONGEST)]
    reason: Annotated[str, Field(max_length=1_000)] = ""


class _Message(Strict):
    to: Annotated[str, Field(min_length=1, max_length=80)]
    text: Annotated[str, Field(min_length=1, max_length=4_000)]


class _Reply(Strict):
    orders: Annotated[tuple[_Order, ...], Field(max_length=60)]
    messages: Annotated[tuple[_Message, ...], Field(max_length=20)] = ()
    round: int | None = None


def answer_of(line: bytes, round: Plain) -> Answer:
    """Return the answer to a round that a line is; FaultError with what keeps it from being one.

    An order that is not understood is dropped alone.
    """
    try:
        reply = _Reply.model_validate_json(line, strict=True)
    except ValidationError as error:
        faults = " ".join(cleaned("; ".join(_faults(error.errors(include_url=False)))).split("\n"))
        raise FaultError("nonsense", f"the answer is not understood: {faults}") from None
    if reply.round not in (None, round):
        raise FaultError("nonsense", f"it answered round {reply.round}, and was asked of {round}")
    orders, problems = _understood(reply.orders)
    letters = tuple(Letter(cleaned(m.to), cleaned(m.text)) for m in reply.messages)
    return Answer(orders, letters, problems)


def _understood(rows: Sequence[_Order]) -> tuple[tuple[Wanted, ...], tuple[str, ...]]:
    orders, problems = [], []
    for row in rows:
        try:
            reason = " ".join(cleaned(row.reason).split())
            orders.append(Wanted(_parsed(cleaned(row.order)), reason))
        except InvalidOrderError as error:
            problems.append(f"order '{cleaned(row.order)[:QUOTED]}' was dropped: {error}")
    return tuple(orders), tuple(problems)


def _parsed(text: str) -> Order:
    """Return the order that a text states; numbers can be longer as they are written on sheets."""
    order = Order.parse(text)
    if len(str(order)) > LONGEST:
        raise InvalidOrderError(f"it has more than {LONGEST} characters")
    return order


MOST_FAULTS = 5
"""Faults told of an answer; whoever mends these sees the next."""

QUOTED = 80
"""Characters of what a program wrote that are quoted at a time."""


def _faults(errors: Sequence[ErrorDetails]) -> Iterator[str]:
    for error in errors[:MOST_FAULTS]:
        where = ".".join(str(part)[:QUOTED] for part in error["loc"])
        yield f"{where}: {_fault(error)}" if where else _fault(error)
    if len(errors) > MOST_FAULTS:
        yield f"and {len(errors) - MOST_FAULTS} more"


def _fault(error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "json_invalid":
        line = error["input"][:QUOTED].decode(errors="replace")
        return f"'{line}' is no JSON ({context['error']})"
    if kind == "extra_forbidden":
        known = ("orders", "messages", "round", "order", "reason", "to", "text")
        near = nearest(str(error["loc"][-1])[:QUOTED], known)
        return f"unknown key{f'; did you mean {near}?' if near else ''}"
    if kind == "missing":
        return "it is missing"
    value, wanted = error["input"], WORDED[kind](context) if kind in WORDED else error["msg"]
    said = f"{len(value)} entries" if kind == "too_long" else found(value)
    return f"found {said}; {wanted}"
