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
from sim.language import t


def told(said: Said, before: State) -> tuple[Sort, str] | None:
    """Return of which sort an act is and what is told of it; None where it is no line."""
    return _round(said) or _white(said, before) or _room(said, before)


def _round(said: Said) -> tuple[Sort, str] | None:
    match said.act:
        case Started():
            return "clock", "STARTEX"
        case Ended(months=months):
            if not months:
                return "clock", "ENDEX"
            return "clock", t("ENDEX; the world run on for {months} months", months=months)
        case Paused(because=because):
            return "clock", t("Clock stopped") + _why(because)
        case Resumed():
            return "clock", t("Clock goes on")
        case Briefed(round=round):
            return "round", t("Round {round}: brief", round=round)
        case Opened(round=round, minutes=minutes):
            if not minutes:
                return "open", t("Round {round} open", round=round)
            return "open", t("Round {round} open for {minutes:g} min", round=round, minutes=minutes)
        case Extended(minutes=minutes):
            if minutes > 0:
                return "round", t("{minutes:g} min more", minutes=minutes)
            return "round", t("{minutes:g} min less", minutes=-minutes)
        case Locked(round=round, sheets=sheets):
            silent = [seat for seat, sheet in sheets.items() if sheet.origin == "default"]
            if not silent:
                return "round", t("Round {round} locked", round=round)
            seats = listed(silent)
            told = t("Round {round} locked; default orders: {seats}", round=round, seats=seats)
            return "round", told
        case Unlocked(because=because):
            return "round", t("Unlocked") + _why(because)
        case Adjudicated(round=round):
            return "round", t("Round {round} adjudicated", round=round)
        case Published(round=round):
            return "round", t("Round {round} published", round=round)
    return None


def _white(said: Said, before: State) -> tuple[Sort, str] | None:
    match said.act:
        case Overruled(told=what, because=because):
            return "white", t("Overruled: {what}", what=what) + _why(because)
        case Annotated(text=text):
            return "white", t("Remark: {text}", text=text)
        case Revealed(to=to, text=text):
            return "white", t("Revealed to {to}: {text}", to=listed(to, t("all")), text=text)
        case CustomRuled(id=id, allowed=allowed):
            custom = before.of(ORDERS).customs[id]
            if allowed:
                told = t("Idea of {seat} allowed: {text}", seat=custom.seat, text=custom.text)
            else:
                told = t("Idea of {seat} refused: {text}", seat=custom.seat, text=custom.text)
            return "white", told
        case InjectFired(id=id):
            row = before.of(INJECTS).rows[id]
            whom = listed(row.to, t("all"))
            told = t("Inject {id} to {to}: {headline}", id=id, to=whom, headline=row.headline)
            return "inject", told
        case Branched(name=name, origin=origin, round=round, rewound=rewound):
            values = {"round": round, "origin": origin, "name": name}
            if rewound:
                return "line", t(
                    "Taken back to the start of round {round} of {origin}; played on as {name}",
                    **values,
                )
            return "line", t(
                "Branched to the start of round {round} of {origin}; played on as {name}", **values
            )
        case Switched(name=name):
            return "line", t("Line {name} played on", name=name)
    return None


def _room(said: Said, before: State) -> tuple[Sort, str] | None:
    match said.act:
        case TakenOver(seat=seat, because=because):
            return "room", t("{seat} taken over", seat=seat) + _why(because)
        case HandedBack(seat=seat):
            return "room", t("{seat} handed back", seat=seat)
        case PressReleased(headline=headline, text=text) as act:
            return "room", t(
                "Press ({sender}): {text}", sender=act.under or act.sender, text=headline or text
            )
        case DealSigned(id=id, seat=seat):
            parties = before.of(DEALS).by_id[id].offer.parties
            told = t("{seat} signed {id} ({parties})", seat=seat, id=id, parties=listed(parties))
            return "room", told
    return None


def _why(because: str) -> str:
    return f" ({because})" if because else ""
