"""A day of an exercise, led and played by lines typed at one screen; all that is shown is kept."""

from __future__ import annotations

import json
import random
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cli.prompt.core import Prompt
from cli.registry.command import Answer
from cli.registry.session import Session
from cli.registry.shown import plain_lines
from sim.errors import SimError
from sim.exercise.acts import WHITE
from sim.exercise.conduct.create import create
from sim.exercise.topics.deals import DEALS
from sim.exercise.topics.injects import INJECTS
from sim.exercise.topics.orders import ORDERS
from sim.exercise.topics.rounds import ROUNDS
from sim.exercise.topics.seats import SEATS, Chair
from sim.exercise.topics.talk import TALK
from sim.exercise.views.common import sheets
from tests.exercise.made_up import Watch
from tests.exercise.views.planted import ROOM, mark, strangers
from tests.exercise.whole.planted import ALSO_OF, SCENARIOS, prepared

HOME = "HOME42"
"""The code by which the white cell comes back to the screen."""

NUMBERED = re.compile(r'\blog \d+|"log":|\bentry \d+')

WIDE = 2_000
"""Columns; a mark that is broken over lines would not be found, but in the data beside it."""


@dataclass
class Day:
    """A day that is being played at one screen, which is given from hand to hand."""

    scenario: str
    prompt: Prompt
    seats: Sequence[str]
    watch: Watch
    shown: list[tuple[str, str, str]] = field(default_factory=list)
    """Reader, what was typed, and what was answered."""
    secrets: dict[str, set[str]] = field(default_factory=dict)
    """Codes and names by chance -> who may read them."""

    @staticmethod
    def begin(scenario: str, *, seed: int = 0, chairs: Mapping[str, Chair] | None = None) -> Day:
        folder = Path(tempfile.mkdtemp())
        watch = Watch()
        seats = SCENARIOS[scenario]
        people = {s: Chair(kind="human", player=mark(WHITE, "player")) for s in seats}
        made = create(
            folder / "day.exercise", prepared(folder, scenario), seed=seed,
            chairs=people | dict(chairs or {}), clock=watch,
        )  # fmt: skip
        session = Session()
        session.use(made)
        session.prompt, session.asks, session.plain = True, False, True
        day = Day(scenario, Prompt(session, code=HOME, leads=True), seats, watch)
        for seat, place in made.of(SEATS).places.items():
            day.secrets[place.code] = {seat, WHITE}
        return day

    def end(self) -> None:
        folder = self.folder
        self.prompt.session.close()
        shutil.rmtree(folder)

    @property
    def folder(self) -> Path:
        return self.prompt.session.exercise.file.path.parent

    def code(self, seat: str) -> str:
        return self.prompt.session.exercise.of(SEATS).places[seat].code

    def say(self, by: str, line: str) -> str:
        """Type a line as somebody, and return what is answered, or what is wrong with it."""
        self.hand_to(by)
        try:
            text = written(self.prompt.answer(line))
        except SimError as error:
            text = str(error)
        deals = self.prompt.session.exercise.of(DEALS).by_id.values()
        self.secrets |= {
            deal.id: {WHITE, *readers(*deal.offer.parties)} for deal in deals if deal.offer.secret
        }
        self.keep(by, line, text)
        return text

    def complete(self, by: str, begun: str) -> None:
        """Let somebody look at what could stand next, and at what stands round the line."""
        self.hand_to(by)
        prompt = self.prompt
        words = [*prompt.completions(begun), prompt.name, prompt.toolbar(), *prompt.tick()]
        self.keep(by, f"{begun}<tab>", " ".join(words))

    def hand_to(self, by: str) -> None:
        if self.prompt.session.by == by:
            return
        answer = self.prompt.answer(f"seat as {by} --code {HOME if by == WHITE else self.code(by)}")
        self.keep(by, "seat as", written(answer))

    def keep(self, reader: str, typed: str, text: str) -> None:
        self.shown.append((reader, typed, text))

    def leaks(self) -> Iterator[tuple[str, str, list[str]]]:
        """Yield who was shown something that was not for them, on what, and what it was.

        Numbers of the log count what others do: they are the white cell's alone.
        """
        for reader, typed, text in self.shown:
            if reader == WHITE:
                continue
            found = [*strangers(text, reader), *NUMBERED.findall(text)]
            found += [s for s, known in self.secrets.items() if s in text and reader not in known]
            found = [one for one in found if one not in typed]  # what was guessed is said back
            if found:
                yield reader, typed, found


def written(answer: Answer) -> str:
    """Return everything that an answer holds, as data, as drawn, and as talk."""
    drawn = "\n".join(plain_lines(answer.shown, WIDE))
    return "\n".join((json.dumps(answer.data, ensure_ascii=False), drawn, *answer.told))


def readers(*parties: str) -> tuple[str, ...]:
    """Return the seats that read what binds some parties."""
    return tuple(reader for party in parties for reader in ALSO_OF.get(party, (party,)))


# --- what is typed -------------------------------------------------------------------------------

Typed = Callable[[Day, str, str, random.Random], str | None]
"""For whom, with whom, and by what chance -> a line; None: there is nothing to say."""


def order(day: Day, seat: str, other: str, chance: random.Random) -> str:
    plays = day.prompt.session.table.template.seats[seat].playbook
    return f"order add {chance.choice(plays).code} --reason {mark(seat)}"


def deal(day: Day, seat: str, other: str, chance: random.Random) -> str:
    one, two = seat.partition(".")[0], other.partition(".")[0]
    if one == two or chance.random() < 0.5:
        return f"deal propose {other} --text {mark(seat, other)} --secret"
    terms = f"--give pay:{chance.randint(10**6, 10**7)} --ask hold_off"
    return f"deal propose {two} {terms} --text {mark(*readers(one, two))} --secret"


def open_deal(verb: str) -> Typed:
    def typed(day: Day, seat: str, other: str, chance: random.Random) -> str | None:
        deals = day.prompt.session.exercise.of(DEALS).by_id.values()
        known = [one for one in deals if one.offer.party(seat) and one.state == "offered"]
        if not known:
            return None
        offer = chance.choice(known).offer
        if verb == "counter":
            return f"deal counter {offer.id} --text {mark(*readers(*offer.parties))}"
        return f"deal {verb} {offer.id}"

    return typed


def guess(day: Day, seat: str, other: str, chance: random.Random) -> str:
    """Type the name of something that is another's, or that only the white cell may ask for."""
    exercise = day.prompt.session.exercise
    names = [o.id for draft in exercise.of(ORDERS).drafts.values() for o in draft.orders]
    names += [*exercise.of(ORDERS).customs, *exercise.of(TALK).rfis, *exercise.of(DEALS).by_id]
    names += [*exercise.of(INJECTS).rows, other, "1", ""]
    verb = chance.choice(
        ["order drop", "deal sign", "deal refuse", "deal withdraw", "deal counter", "order add",
         "order show", "order options", "order show --seat", "rfi answer", "rfi release",
         "inject show", "order allow", "log show", "log export", "seat list", "round review",
         "round show", "white explain", "compare", "print roles --seat", "aar build", "eval show",
         "msel show", "exercise open", "seat as", "seat join", "play two-islands --seat", "run",
         "order enter", "order import", "msg", "rewind", "scenario show", "replay", "screen"]
    )  # fmt: skip
    return f"{verb} {chance.choice(names)}"


def menu(day: Day, seat: str, other: str, chance: random.Random) -> str:
    """Look at a menu, and take one of its numbers."""
    what = chance.choice(["", " coerce", " partner", " protect", " hold"])
    return f"order options{what}\n{chance.randint(1, 6)}\n{chance.randint(1, 6)}"


SEAT_LINES: Mapping[str, Typed] = {
    "order": order,
    "order again": order,
    "order in words": lambda d, s, o, c: f"order add hold package={mark(s)}",
    "no order": lambda d, s, o, c: f"order add hodl package={mark(s)}",
    "drop": lambda d, s, o, c: "order drop 1",
    "submit": lambda d, s, o, c: "submit",
    "withdraw": lambda d, s, o, c: "order withdraw",
    "sheet": lambda d, s, o, c: "order show",
    "menu": menu,
    "sign again": open_deal("sign"),
    "idea": lambda d, s, o, c: f"order custom {mark(s)} --effect {mark(s)}",
    "message": lambda d, s, o, c: f"msg {o} {mark(s, o)}",
    "message to the white cell": lambda d, s, o, c: f"msg white {mark(s)}",
    "inbox": lambda d, s, o, c: "msg",
    "press": lambda d, s, o, c: c.choice(["press We want peace --headline Peace", "press"]),
    "request": lambda d, s, o, c: f"rfi ask {mark(s)} --urgent",
    "requests": lambda d, s, o, c: "rfi list",
    "deal": deal,
    "deal again": deal,
    "sign": open_deal("sign"),
    "refuse": open_deal("refuse"),
    "take back": open_deal("withdraw"),
    "counter": open_deal("counter"),
    "deals": lambda d, s, o, c: "deal list",
    "brief": lambda d, s, o, c: c.choice(["round brief --all", "round brief"]),
    "result": lambda d, s, o, c: c.choice(["round show --all", "round show 1"]),
    "status": lambda d, s, o, c: "exercise status",
    "form": lambda d, s, o, c: c.choice(["eval form", f"eval form Q1=4 --name {mark(s)}"]),
    "hot wash": lambda d, s, o, c: f"hotwash {mark(s)} --name {mark(s)}",
    "guess": guess,
    "guess again": guess,
    "help": lambda d, s, o, c: c.choice(["?", "order ?", "deal propose ?", "inject ?", "help log"]),
    "instrument": lambda d, s, o, c: "order show customs_slowdown",
}

BEGUN = (
    "", "o", "order ", "order add ", "order add customs_slowdown ", "order add export_licensing ",
    "order add quiet_lifting order=", "order add sign_deal ", "order drop ", "deal sign ",
    "deal counter ", "msg ", "rfi answer ", "rfi ", "inject fire ", "eval form ", "seat as ",
    "order show ", "log ", "switch ", "white overrule ", "order add mediation ",
)  # fmt: skip
"""What somebody has typed when they ask what could stand next."""


def ruled(day: Day, seat: str, other: str, chance: random.Random) -> str | None:
    """Rule on an idea of somebody's."""
    asked = [c for c in day.prompt.session.exercise.of(ORDERS).customs.values()
             if c.state == "asked"]  # fmt: skip
    if not asked:
        return None
    one = chance.choice(asked)
    because = f"--because {mark(one.seat)}"
    if chance.random() < 0.5:
        return f"order refuse {one.id} {because}"
    country = day.seats[0]
    return f"order allow {one.id} --effect {country}.support -= 1 {because}"


def request(state: str, line: str) -> Typed:
    def typed(day: Day, seat: str, other: str, chance: random.Random) -> str | None:
        found = [r for r in day.prompt.session.exercise.of(TALK).rfis.values() if r.state == state]
        if not found:
            return None
        one = chance.choice(found)
        return line.format(id=one.id, own=mark(one.seat), other=other, theirs=mark(other))

    return typed


def inject(line: str) -> Typed:
    def typed(day: Day, seat: str, other: str, chance: random.Random) -> str | None:
        rows = [r.id for r in day.prompt.session.exercise.of(INJECTS).rows.values()
                if r.status != "fired"]  # fmt: skip
        return line.format(id=chance.choice(rows)) if rows else None

    return typed


def added(day: Day, seat: str, other: str, chance: random.Random) -> str:
    own = mark(seat)
    return f"inject add N{chance.randint(1, 10**6)} {own} --title {own} --sender {own} --to {seat}"


def taken(day: Day, seat: str, other: str, chance: random.Random) -> str:
    """Take a seat over, or hand it back."""
    if day.prompt.session.exercise.of(SEATS).places[seat].away:
        return f"seat handback {seat}"
    return f"seat takeover {seat} white:{mark(WHITE, 'player')} --because {mark(WHITE)}"


def remark(day: Day, seat: str, other: str, chance: random.Random) -> str | None:
    """Remark on an order, for who gave it, or on a deal, for those it binds."""
    session = day.prompt.session
    done = len(session.exercise.of(ROUNDS).records)
    if not done:
        return None
    made = {deal.id: deal.offer for deal in session.exercise.of(DEALS).by_id.values()}
    given = {o.id: (s,) for s, one in sheets(session.exercise, done).items() for o in one.orders}
    known = {**given, **{id: tuple(filter(offer.party, day.seats)) for id, offer in made.items()}}
    if not known:
        return None
    about = chance.choice([*known])
    return f"white note {mark(*known[about])} --about {about} --because {mark(WHITE)}"


def overruled(day: Day, seat: str, other: str, chance: random.Random) -> str | None:
    session = day.prompt.session
    if session.exercise.of(ROUNDS).phase != "review":
        return None
    if chance.random() < 0.5:
        country = seat.partition(".")[0]
        return f"white adjust {country}.support -= 2 --because {mark(WHITE)}"
    done = session.exercise.of(ROUNDS).round
    given = [r for r in session.table.result(done).entry.rulings if r.seat in day.seats]
    if not given:
        return None
    one = chance.choice(given)
    return f"white overrule {one.order_id} --outcome refused --because {mark(one.seat, WHITE)}"


WHITE_LINES: Mapping[str, Typed] = {
    "fire": inject("inject fire {id}"),
    "hold": inject("inject hold {id}"),
    "add": added,
    "reveal": lambda d, s, o, c: f"white reveal {mark(s)} --to {s}",
    "write": lambda d, s, o, c: f"msg {s} {mark(s)} --under {mark(s)}",
    "remind": lambda d, s, o, c: f"order ping {s} --text {mark(s)}",
    "answer": request("open", "rfi answer {id} {own}"),
    "decline": request("open", "rfi decline {id} --because {own}"),
    "release": request("answered", "rfi release {id} {theirs} --to {other}"),
    "rule": ruled,
    "take": taken,
    "hand back": lambda d, s, o, c: f"seat handback {s}",
    "remark": remark,
    "overrule": overruled,
    "note": lambda d, s, o, c: f"eval note {mark(WHITE)} --seat {s} --evaluator {mark(WHITE)}",
    "mark": lambda d, s, o, c: f"log mark {mark(WHITE)}",
    "pause": lambda d, s, o, c: c.choice(["exercise pause", "exercise resume"]),
    "status": lambda d, s, o, c: "exercise status",
    "code": lambda d, s, o, c: f"seat assign {s} human:{mark(WHITE, 'player')} --new-code",
}


def talk_for_a_while(day: Day, chance: random.Random, lines: int) -> None:
    """Let seats and the white cell type what they like."""
    for _ in range(lines):
        seat, other = chance.sample(list(day.seats), 2)
        if chance.random() < 0.25:
            line = chance.choice(list(WHITE_LINES.values()))(day, seat, other, chance)
            if line:
                day.say(WHITE, line)
                day.secrets[day.code(seat)] = {seat, WHITE}
            continue
        line = chance.choice(list(SEAT_LINES.values()))(day, seat, other, chance)
        for one in (line or "").splitlines():
            day.say(seat, one)
        day.complete(seat, chance.choice(BEGUN))
        day.watch.go(chance.choice([0.0, 0.5]))


def look(day: Day) -> None:
    """Let everybody read what they can, and the room the screen."""
    for seat in day.seats:
        for line in ("exercise status", "round brief --all", "round show --all", "deal list"):
            day.say(seat, line)
    day.hand_to(WHITE)
    day.keep(ROOM, "screen", written(day.prompt.answer("screen --once")))


def play(day: Day, chance: random.Random, *, rounds: int, lines: int) -> None:
    """Play an exercise from STARTEX to ENDEX."""
    talk_for_a_while(day, chance, lines // 4)
    day.say(WHITE, "exercise start")
    for _ in range(rounds):
        day.say(WHITE, "round brief")
        look(day)
        day.say(WHITE, "round open --minutes 20")
        talk_for_a_while(day, chance, lines)
        day.say(WHITE, "round lock")
        talk_for_a_while(day, chance, lines // 4)
        day.say(WHITE, "round adjudicate --bare")
        talk_for_a_while(day, chance, lines // 4)
        look(day)
        day.say(WHITE, "round publish")
        if chance.random() < 0.2:
            day.say(WHITE, "rewind 1")
    look(day)
    day.say(WHITE, "exercise end")
    talk_for_a_while(day, chance, lines // 4)
    look(day)
