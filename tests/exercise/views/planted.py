"""An exercise in which every private text bears the mark of those who may read it.

A mark names its readers: `zq_A_BMETI_qz` is for A and for B's ministry METI. Whatever a seat is
shown must bear no mark that does not name it.
"""

from __future__ import annotations

import copy
import functools
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sim.errors import SimError
from sim.exercise.acts import WHITE
from sim.exercise.conduct import (
    create,
    deals,
    evaluation,
    explanation,
    injects,
    orders,
    rounds,
    seats,
    talk,
    white,
)
from sim.exercise.exercise import Exercise
from sim.exercise.msel.rows import InjectRow
from sim.exercise.table import Table
from sim.exercise.topics.injects import INJECTS
from sim.exercise.topics.orders import ORDERS
from sim.exercise.topics.rounds import ROUNDS
from sim.exercise.topics.seats import Chair
from sim.exercise.topics.talk import TALK
from sim.exercise.views import data, menu, room_view, view
from sim.exercise.views.common import sheets
from tests.exercise.made_up import Watch
from tests.world.trading import TRADING, merged, quarrel

SEATS = ("A", "B", "B.METI", "C", "T", "Forge")
ROOM = "room"
ALSO: Mapping[str, tuple[str, ...]] = {"B": ("B", "B.METI")}
"""Country -> the seats that read what binds it."""

MARK = re.compile(r"zq((?:_[A-Za-z]+)+)_qz")

ORDERS_OF: Mapping[str, tuple[str, ...]] = {
    "A": (
        "customs_slowdown product=ore target=B share=0.5", "tourism_restriction target=B rate=0.4",
        "threat target=B order=import_tariff product=metal rate=0.5", "deal_talks target=T",
        "import_ban_sps product=metal origin=B", "propose_deal target=T give=pay:1000 secret=yes",
    ),
    "B": ("data_call", "stockpile_build product=ore amount=100 until=2020-12-05",
          "counter_story target=A", "attribution_campaign target=A", "deal_talks target=A"),
    "B.METI": ("export_licensing product=metal target=A rate=0.5",
               "export_licensing product=metal target=C rate=0.5"),
    "C": ("clearance_reform", "outreach target=T", "joint_statement target=A dispute=quarrel"),
    "T": ("outreach target=C", "export_duty product=ore rate=0.2"),
    "Forge": ("build_stock product=ore rate=2", "evade product=ore rate=0.5"),
}  # fmt: skip


def mark(*readers: str) -> str:
    """Return the mark of a text for some readers."""
    return "_".join(["zq", *(r.replace(".", "") for r in dict.fromkeys(readers)), "qz"])


def strangers(text: str, reader: str) -> list[str]:
    """Return the marks in a text that are not for a reader."""
    own = reader.replace(".", "")
    return [m.group() for m in MARK.finditer(text) if own not in m.group(1).split("_")]


@functools.cache
def prepared() -> Path:
    """Return a started exercise in a file, with people at every seat."""
    folder = Path(tempfile.mkdtemp())
    scenario = merged(
        copy.deepcopy(TRADING),
        {"disputes": [quarrel("quarrel", "A", "B"), quarrel("claim", "A", "T")]},
    )
    (folder / "scenario.yaml").write_text(yaml.safe_dump(scenario, sort_keys=False), "utf-8")
    (folder / "exercise.yaml").write_text(yaml.safe_dump(template(), sort_keys=False), "utf-8")
    chairs = {seat: Chair(kind="human", player=mark(WHITE)) for seat in SEATS}
    made = create.create(folder / "day.exercise", str(folder), chairs=chairs, clock=Watch())
    rounds.start(made, Table(made))
    rounds.open_round(made, 30)
    made.close()
    return folder / "day.exercise"


def template() -> dict[str, Any]:
    return {
        "format": 1,
        "seats": {seat: _seat(seat) for seat in SEATS},
        "injects": [
            _inject("W1", to=["C"]), _inject("W2", to=["T", "Forge"]),
            _inject("W3", to=["A"], effects=["B.support -= 3"]),
            _inject("W4", to=["B"], effects=["T: export_duty product=ore rate=0.1"]),
        ],
    }  # fmt: skip


def _seat(seat: str) -> dict[str, Any]:
    own = mark(seat)
    prepared = f"{ORDERS_OF[seat][0]} package={own}"
    return {
        "title": f"The {seat} team", "policy": "passive", "brief": f"All know {seat}.",
        "role": own, "secret": own,
        "goals": [{"text": own, "secret": True}, {"text": "Peace"}],
        "playbook": [{"code": f"P{SEATS.index(seat)}", "title": own, "order": prepared}],
        "default_orders": [f"{ORDERS_OF[seat][-1]} package={own}"],
    }  # fmt: skip


def _inject(id: str, to: list[str], effects: Sequence[str] = ()) -> dict[str, Any]:
    own, hidden = mark(*to), mark(WHITE)
    return {
        "id": id, "title": own, "text": own, "from": own, "to": to, "effects": list(effects),
        "expected": hidden, "learning": hidden,
    }  # fmt: skip


@dataclass
class Day:
    """An exercise that is being played, and everything that anybody was shown of it."""

    exercise: Exercise
    table: Table
    shown: list[tuple[str, str]] = field(default_factory=list)
    """Reader and text."""

    @staticmethod
    def begin() -> Day:
        folder = Path(tempfile.mkdtemp())
        file = folder / "day.exercise"
        shutil.copy(prepared(), file)
        made = Exercise.open(file, clock=Watch())
        return Day(made, Table(made))

    def end(self) -> None:
        self.exercise.close()
        shutil.rmtree(self.exercise.file.path.parent)

    def tell(self, reader: str, what: object) -> None:
        self.shown.append((reader, what if isinstance(what, str) else json.dumps(data(what))))

    def look(self) -> None:
        """Let everybody look at everything they can."""
        among = ("wto_case", "join_coalition", "sign_deal", "deal_talks")
        for seat in SEATS:
            self.tell(seat, view(self.exercise, self.table, seat))
            self.tell(seat, menu(self.exercise, self.table, seat, among=among))
        self.tell(ROOM, room_view(self.exercise, self.table))

    def step(self, name: str, seat: str, other: str, n: int) -> None:
        """Do something, if it can be done now; who is refused reads why."""
        by, step = STEPS[name]
        try:
            step(self.exercise, self.table, seat, other, n)
        except SimError as error:
            self.tell(by(seat, other), str(error))

    def leaks(self) -> Iterator[tuple[str, list[str]]]:
        """Yield who was shown something that was not for them, and what."""
        for reader, text in self.shown:
            found = strangers(text, reader)
            if found:
                yield reader, found


# --- what can happen ------------------------------------------------------------------------------

Step = Callable[[Exercise, Table, str, str, int], object]
Reader = Callable[[str, str], str]


def order(ex: Exercise, table: Table, seat: str, other: str, n: int) -> None:
    text = ORDERS_OF[seat][n % len(ORDERS_OF[seat])]
    orders.add(ex, seat, seat, f"{text} package={mark(seat)}", mark(seat))


def idea(ex: Exercise, table: Table, seat: str, other: str, n: int) -> None:
    orders.ask_custom(ex, seat, seat, mark(seat), mark(seat))


def idea_allowed(ex: Exercise, table: Table, seat: str, other: str, n: int) -> None:
    for one in ex.of(ORDERS).customs.values():
        if one.seat == seat and one.state == "asked":
            effects = ["T: export_duty product=ore rate=0.3", "C.support -= 1"]
            orders.allow_custom(ex, table, one.id, effects, mark(seat))


def message(ex: Exercise, table: Table, seat: str, other: str, n: int) -> None:
    talk.message(ex, seat, seat, [other], mark(seat, other))


def asked(ex: Exercise, table: Table, seat: str, other: str, n: int) -> None:
    talk.ask(ex, seat, seat, mark(seat))


def answered(ex: Exercise, table: Table, seat: str, other: str, n: int) -> None:
    for rfi in ex.of(TALK).rfis.values():
        if rfi.seat == seat and rfi.state == "open":
            talk.answer(ex, rfi.id, mark(seat))


def deal(ex: Exercise, table: Table, seat: str, other: str, n: int) -> None:
    one, two = ("B" if s == "B.METI" else s for s in (seat, other))
    text = mark(*ALSO.get(one, (one,)), *ALSO.get(two, (two,)))
    give = ["pay:100"] if {one, two} <= {"A", "B", "C", "T"} else []
    known = text if give else mark(seat, other)
    deals.propose(ex, table, seat, seat, [other], give=give, text=known, secret=True)


def signed(ex: Exercise, table: Table, seat: str, other: str, n: int) -> None:
    for one in view(ex, table, seat).deals:
        deals.sign(ex, table, seat, seat, one.id)


def fired(ex: Exercise, table: Table, seat: str, other: str, n: int) -> None:
    waiting = [row.id for row in ex.of(INJECTS).rows.values() if row.status != "fired"]
    if waiting:
        injects.fire(ex, waiting[n % len(waiting)], mark(WHITE))


def added(ex: Exercise, table: Table, seat: str, other: str, n: int) -> None:
    row = InjectRow(id=f"N{n}", title=mark(seat), to=(seat,), expected=mark(WHITE))
    injects.set_rows(ex, table, [row])


def revealed(ex: Exercise, table: Table, seat: str, other: str, n: int) -> None:
    white.reveal(ex, [seat], mark(seat))


def remarked(ex: Exercise, table: Table, seat: str, other: str, n: int) -> None:
    done = len(ex.of(ROUNDS).records)
    given = [(s, o.id) for s, sheet in sheets(ex, done).items() for o in sheet.orders]
    if given:
        giver, order = given[n % len(given)]
        white.annotate(ex, done, mark(giver), mark(WHITE), about=order)
    for told in ex.of(INJECTS).told:
        if done and told.row.to == (seat,) and not told.row.public:
            white.annotate(ex, done, mark(seat), mark(WHITE), about=told.id)
    for idea in ex.of(ORDERS).customs.values():
        if done and idea.seat == seat:
            white.annotate(ex, done, mark(seat), mark(WHITE), about=idea.id)


def noted(ex: Exercise, table: Table, seat: str, other: str, n: int) -> None:
    evaluation.note(ex, mark(WHITE), evaluator=mark(WHITE), seat=seat)


def taken(ex: Exercise, table: Table, seat: str, other: str, n: int) -> None:
    seats.takeover(ex, seat, Chair(kind="white", player=mark(WHITE)), mark(WHITE))


def meddled(ex: Exercise, table: Table, seat: str, other: str, n: int) -> None:
    """Let a seat try what is another's to do."""
    orders.add(ex, seat, other, ORDERS_OF[other][0])


def guessed(ex: Exercise, table: Table, seat: str, other: str, n: int) -> None:
    """Let a seat try to strike another's order from its own sheet."""
    orders.drop(ex, seat, seat, f"{other.replace('.', '-')}-1-{n}")


def pried(ex: Exercise, table: Table, seat: str, other: str, n: int) -> None:
    """Let a seat answer a deal by guessing its name."""
    deals.refuse(ex, table, seat, seat, f"D-{n}")


def played(ex: Exercise, table: Table, seat: str, other: str, n: int) -> None:
    """Bring the round to review, or from there to the next open one."""
    if ex.of(ROUNDS).phase == "open":
        rounds.lock(ex, table)
        rounds.adjudicate(ex, table)
        return
    rounds.publish(ex, table)
    rounds.open_round(ex, 30)


def explained(ex: Exercise, table: Table, seat: str, other: str, n: int) -> None:
    """Trace what hurts B to its causes."""
    explanation.explain(ex, table, ex.of(ROUNDS).round, names=["B.support", "B.damage"], members=0)


def itself(seat: str, other: str) -> str:
    return seat


def control(seat: str, other: str) -> str:
    return WHITE


STEPS: Mapping[str, tuple[Reader, Step]] = {
    "order": (itself, order),
    "submit": (itself, lambda ex, table, seat, other, n: orders.submit(ex, seat, seat)),
    "withdraw": (itself, lambda ex, table, seat, other, n: orders.withdraw(ex, seat, seat)),
    "idea": (itself, idea),
    "idea allowed": (control, idea_allowed),
    "message": (itself, message),
    "request": (itself, asked),
    "answer": (control, answered),
    "deal": (itself, deal),
    "sign": (itself, signed),
    "fire": (control, fired),
    "row": (control, added),
    "reveal": (control, revealed),
    "remark": (control, remarked),
    "note": (control, noted),
    "take over": (control, taken),
    "meddle": (itself, meddled),
    "guess": (itself, guessed),
    "pry": (itself, pried),
    "play": (control, played),
    "explain": (control, explained),
}
"""Name -> who does it, and what."""
