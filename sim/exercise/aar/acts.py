"""Acts: what a line of the timeline says of each; most of what is said and written is no line."""

from __future__ import annotations

from sim.exercise.aar.report import Sort
from sim.exercise.aar.words import listed
from sim.exercise.state import Said, State
from sim.exercise.topics.deals import DEALS
from sim.exercise.topics.injects import INJECTS, InjectFired
from sim.exercise.topics.lines import Branched, Switched
from sim.exercise.topics.offers import DealSigned
from sim.exercise.topics.orders import ORDERS, CustomRuled
from sim.exercise.topics.rounds import (
    Adjudicated,
    Briefed,
    Ended,
    Extended,
    Locked,
    Opened,
    Overruled,
    Paused,
    Published,
    Resumed,
    Started,
    Unlocked,
)
from sim.exercise.topics.seats import HandedBack, TakenOver
from sim.exercise.topics.talk import PressReleased
from sim.exercise.topics.white import Annotated, Revealed


def told(said: Said, before: State) -> tuple[Sort, str] | None:
    """Return of which sort an act is and what is told of it; None where it is no line."""
    return _round(said) or _white(said, before) or _room(said, before)


def _round(said: Said) -> tuple[Sort, str] | None:
    match said.act:
        case Started():
            return "clock", "STARTEX"
        case Ended(months=months):
            return "clock", f"ENDEX{f'; the world run on for {months} months' if months else ''}"
        case Paused(because=because):
            return "clock", f"Clock stopped{_why(because)}"
        case Resumed():
            return "clock", "Clock goes on"
        case Briefed(round=round):
            return "round", f"Round {round}: brief"
        case Opened(round=round, minutes=minutes):
            return "open", f"Round {round} open{f' for {minutes:g} min' if minutes else ''}"
        case Extended(minutes=minutes):
            return "round", f"{abs(minutes):g} min {'more' if minutes > 0 else 'less'}"
        case Locked(round=round, sheets=sheets):
            silent = [seat for seat, sheet in sheets.items() if sheet.origin == "default"]
            tail = f"; default orders: {listed(silent)}" if silent else ""
            return "round", f"Round {round} locked{tail}"
        case Unlocked(because=because):
            return "round", f"Unlocked{_why(because)}"
        case Adjudicated(round=round):
            return "round", f"Round {round} adjudicated"
        case Published(round=round):
            return "round", f"Round {round} published"
    return None


def _white(said: Said, before: State) -> tuple[Sort, str] | None:
    match said.act:
        case Overruled(told=what, because=because):
            return "white", f"Overruled: {what}{_why(because)}"
        case Annotated(text=text):
            return "white", f"Remark: {text}"
        case Revealed(to=to, text=text):
            return "white", f"Revealed to {listed(to, 'all')}: {text}"
        case CustomRuled(id=id, allowed=allowed):
            custom = before.of(ORDERS).customs[id]
            verb = "allowed" if allowed else "refused"
            return "white", f"Idea of {custom.seat} {verb}: {custom.text}"
        case InjectFired(id=id):
            row = before.of(INJECTS).rows[id]
            return "inject", f"Inject {id} to {listed(row.to, 'all')}: {row.headline}"
        case Branched(name=name, origin=origin, round=round, rewound=rewound):
            what = "Taken back" if rewound else "Branched"
            return "line", f"{what} to the start of round {round} of {origin}; played on as {name}"
        case Switched(name=name):
            return "line", f"Line {name} played on"
    return None


def _room(said: Said, before: State) -> tuple[Sort, str] | None:
    match said.act:
        case TakenOver(seat=seat, because=because):
            return "room", f"{seat} taken over{_why(because)}"
        case HandedBack(seat=seat):
            return "room", f"{seat} handed back"
        case PressReleased(headline=headline, text=text) as act:
            return "room", f"Press ({act.under or act.sender}): {headline or text}"
        case DealSigned(id=id, seat=seat):
            parties = before.of(DEALS).by_id[id].offer.parties
            return "room", f"{seat} signed {id} ({listed(parties)})"
    return None


def _why(because: str) -> str:
    return f" ({because})" if because else ""
