"""Results: what came of a round, for the white cell: rulings, events, draws, numbers, causes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from cli.account import chance_text, chances, named, set_by_white
from cli.exercise.common import noted
from cli.layout import number_table, titled
from cli.output import progress, rounded
from cli.registry.command import Answer, Plain
from cli.registry.session import Session
from cli.tables import OUTCOMES
from sim.errors import SimError
from sim.exercise.causes import Traced
from sim.exercise.conduct.explanation import causes, explain, told_of
from sim.exercise.table import Result
from sim.exercise.topics.rounds import ROUNDS
from sim.exercise.topics.white import WHITE_CELL
from sim.explain.played import Played
from sim.explain.published import Number, published_of
from sim.explain.words import ABSOLUTE, Added, sentence
from sim.figures import figure
from sim.game import Game
from sim.world.disputes import Draw
from sim.world.rulings import Ruling

DAY = dt.timedelta(days=1)

PLACES = 3
"""Places behind the point of a number that is told of a round, where its unit has a fixed scale."""

SMALL_CAUSE = 0.05
"""What adds less than this share of a change is one of the others [1]."""

SET_IN = (0, 0, 0, 2)
"""Around what stands under a line."""


@dataclass(frozen=True)
class Told:
    """A number told of a round."""

    number: Number
    before: float | None
    after: float | None


def reviewed(session: Session, round: int | None, *, numbers_alone: bool = False) -> Answer:
    """Return what came of a round: the one under review, or the last, unless another is named."""
    rounds = session.exercise.of(ROUNDS)
    last = len(rounds.records)
    number = round or last
    if not 1 <= number <= last:
        where = f"rounds with a result: {last}" if last else "no round has a result yet"
        raise SimError(f"round {number} has none; {where}" if number else where)
    result = session.table.result(number)
    under = " (under review)" if number == rounds.round and rounds.phase == "review" else ""
    entry = result.entry
    head = f"Round {number}{under}   {entry.start} to {entry.end - DAY}"
    told, traced = tuple(numbers_of(session, result)), causes(session.exercise, number)
    numbers = tuple(_numbers(told, traced))
    data = _data(session, result, head, told, traced)
    if numbers_alone:
        return Answer(data, numbers)
    lines = (
        Text(head, "bold"),
        *_rulings(entry.rulings),
        *_events(result),
        *_draws(session, result),
        *numbers,
        *overruled_lines(session, number),
    )
    return Answer(data, lines)


def _rulings(rulings: Sequence[Ruling]) -> Iterator[RenderableType]:
    if not rulings:
        yield Text("Nobody ordered anything.")
        return
    yield titled("Orders")
    yield from ruling_lines(rulings)


def ruling_lines(rulings: Sequence[Ruling]) -> Iterator[RenderableType]:
    """Yield orders, each with what became of it under it."""
    for one in rulings:
        yield Text(f"{one.order_id}  {one.order}")
        line = Text().append(one.outcome, OUTCOMES.get(one.outcome, ""))
        yield Padding(line.append(f": {one.reason}" if one.reason else ""), SET_IN)


def _events(result: Result) -> Iterator[RenderableType]:
    if result.entry.events:
        yield titled("What happened")
        for event in result.entry.events:
            yield Text(f"{event.date}  {event.text}")


def _draws(session: Session, result: Result) -> Iterator[RenderableType]:
    draws = result.entry.draws
    if draws:
        yield from chances(draws, result.game.world.politics.disputes, settled(session, result))
        yield Padding(Text(f"white overrule SUBJECT --draw WHAT: {_drawn(draws)}", "dim"), SET_IN)


def settled(session: Session, result: Result) -> dict[str, Text]:
    """Return the names of draws that the white cell decided otherwise, and what is said of each."""
    streams = result.moment.decisions.draws
    if not streams:
        return {}
    own = {named(draw): draw for draw in session.table.own_result(result.round).entry.draws}
    return {
        named(draw): set_by_white(draw, own.get(named(draw)))
        for draw in result.entry.draws
        if draw.stream in streams and _differs(draw, own.get(named(draw)))
    }


def _differs(draw: Draw, own: Draw | None) -> bool:
    return own is None or own.drawn != draw.drawn


def _drawn(draws: Sequence[Draw]) -> str:
    """Return what was drawn of whom, as it is named where it is decided otherwise."""
    of: dict[str, tuple[str, ...]] = {}
    for draw in draws:
        of[draw.subject] = tuple(dict.fromkeys((*of.get(draw.subject, ()), draw.what)))
    alike: dict[tuple[str, ...], list[str]] = {}
    for subject, names in of.items():
        alike.setdefault(names, []).append(subject)
    return "; ".join(f"{', '.join(who)}: {', '.join(names)}" for names, who in alike.items())


def _numbers(told: Sequence[Told], traced: Sequence[Traced]) -> Iterator[RenderableType]:
    """Yield the numbers told of a round: before, after, and why where it was worked out."""
    yield titled("Numbers")
    why = {one.number: one for one in traced}
    table = number_table("", "before", "after")
    table.add_column("range")
    for one in told:
        unit = "" if one.number.unit == "1" else f" [{one.number.unit}]"
        found = why.get(str(one.number))
        low_high = (
            f"{digits(found.low, found.unit)} to {digits(found.high, found.unit)}"
            if found and found.low is not None
            else ""
        )
        table.add_row(
            f"{one.number}{unit}",
            digits(one.before, one.number.unit),
            digits(one.after, one.number.unit),
            low_high,
        )
    yield table
    for each in traced:
        if digits(each.before, each.unit) != digits(each.after, each.unit):
            yield Padding(Text(trail(each)), SET_IN)
    if not traced:
        yield Text("why, and how sure: white explain", "dim")


def trail(one: Traced) -> str:
    """Return in a sentence what made a number what it is."""
    causes = [Added(cause.title or cause.id, cause.seat, cause.share) for cause in one.causes]
    moved = abs((one.after or 0.0) - (one.before or 0.0))
    least = max(SMALL_CAUSE * moved, 10.0**-PLACES if one.unit in ABSOLUTE else 0.0)
    return sentence(one.number, one.unit, one.before, one.after, causes, least_named=least)


def digits(value: float | None, unit: str) -> str:
    """Return a number of a round, without digits that nobody would act on.

    >>> digits(0.00001234, "of 100"), digits(0.00001234, "t")
    ('0', '1.23e-05')
    """
    if value is not None and unit in ABSOLUTE:
        value = round(value, PLACES)
    return figure(value)


def numbers_of(session: Session, result: Result) -> Iterator[Told]:
    """Yield the numbers of every round with their values before and after."""
    table, game = session.table, result.game
    before = table.game(result.round - 1)
    old = Played.last(before) if before.moments else None
    new = Played.last(game)
    for number in published_of(list(told_of(table, game)), game):
        was = old if old and _has(number, before) else None
        yield Told(number, number.value(was) if was else None, number.value(new))


def _has(number: Number, game: Game) -> bool:
    return number.kind != "dispute" or game.world.politics.dispute(number.subject) is not None


def overruled_lines(session: Session, round: int) -> Iterator[RenderableType]:
    """Yield how the white cell changed a round, and what the model had made of it."""
    white = session.exercise.of(WHITE_CELL)
    changed = [one for one in white.overruled if one.round == round]
    remarks = [one for one in white.remarks if one.round == round]
    if changed or remarks:
        yield titled("The white cell")
    for one in changed:
        yield Text(f"{one.told}, because {one.because}")
    for remark in remarks:
        about = f"{remark.about}: " if remark.about else ""
        yield Text(f"{about}{remark.text} (because {remark.because})")
    if changed:
        own = session.table.own_result(round)
        kept = {r.order_id: r.outcome for r in own.entry.rulings}
        differ = [
            f"{r.order_id}: {kept[r.order_id]}" for r in session.table.result(round).entry.rulings
            if kept.get(r.order_id) != r.outcome and r.order_id in kept
        ]  # fmt: skip
        yield Text(f"the model's own rulings: {'; '.join(differ) or 'the same'}")


def _data(
    session: Session, result: Result, head: str, told: Sequence[Told], traced: Sequence[Traced]
) -> Plain:
    entry, game = result.entry, result.game
    disputes = game.world.politics.disputes
    return {
        "round": result.round,
        "title": head,
        "start": entry.start.isoformat(),
        "end": entry.end.isoformat(),
        "rulings": [
            {"id": r.order_id, "seat": r.seat, "order": r.order, "outcome": r.outcome,
             "reason": r.reason, "meant": r.meant}
            for r in entry.rulings
        ],
        "events": [
            {"date": e.date.isoformat(), "kind": e.kind, "text": e.text} for e in entry.events
        ],
        "draws": [
            {"date": d.date.isoformat(), "subject": d.subject, "what": d.what,
             "text": chance_text(d, disputes), "probability": rounded(d.probability),
             "happened": d.happened}
            for d in entry.draws
        ],
        "numbers": [
            {"number": str(one.number), "unit": one.number.unit, "before": rounded(one.before),
             "after": rounded(one.after)}
            for one in told
        ],
        "causes": [one.model_dump(mode="json") for one in traced],
        "overruled": [
            {"way": one.way, "told": one.told, "because": one.because}
            for one in session.exercise.of(WHITE_CELL).overruled
            if one.round == result.round
        ],
    }  # fmt: skip


def explained(
    session: Session,
    round: int | None,
    names: Sequence[str],
    members: int | None,
    workers: int | None,
    *,
    numbers_alone: bool = False,
) -> Answer:
    """Trace a round's numbers to their causes, and show the round, or its numbers, with them."""
    from cli.options import cores
    from sim.exercise.conduct.explanation import MEMBERS
    from sim.explain.spread import Processes

    number = round or len(session.exercise.of(ROUNDS).records)
    if not number:
        raise SimError("no round has a result yet")
    with progress(f"Explaining round {number}") as told:
        entry = explain(
            session.exercise,
            session.table,
            number,
            names=names,
            members=MEMBERS if members is None else members,
            spread=Processes(workers or cores()),
            progress=told,
        )
    shown = reviewed(session, number, numbers_alone=numbers_alone)
    said = noted(session, entry, f"round {number} is explained")
    return Answer(shown.data, shown.shown, (said, *shown.told))
