"""Rounds: what each round of an exercise was, gathered from the log, the records and the model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sim.exercise.aar.numbers import value_in
from sim.exercise.aar.report import (
    Afterwards,
    CustomTold,
    InjectTold,
    OrderTold,
    Outlasting,
    OverruleTold,
    RemarkTold,
    Result,
    RoundTold,
    Share,
    SheetTold,
)
from sim.exercise.aar.talk import talk
from sim.exercise.aar.walk import Log, Step
from sim.exercise.causes import Traced
from sim.exercise.exercise import Exercise
from sim.exercise.table import Result as Resolved
from sim.exercise.table import Table
from sim.exercise.topics.injects import INJECTS
from sim.exercise.topics.orders import ORDERS
from sim.exercise.topics.rounds import OrderLine
from sim.exercise.topics.white import WHITE_CELL
from sim.exercise.views.deals import Agreed
from sim.explain.played import Played
from sim.explain.published import Number
from sim.explain.words import Added, sentence
from sim.game import Game
from sim.scenario.spec import Scenario
from sim.world.rulings import Ruling


@dataclass(frozen=True, eq=False)
class Gathering:
    """Where rounds are gathered from."""

    exercise: Exercise
    table: Table
    steps: tuple[Step, ...]
    logs: Mapping[int, Log]
    numbers: tuple[Number, ...]
    causes: Mapping[int, Sequence[Traced]]
    """Round -> what was found of its numbers."""
    deals: tuple[Agreed, ...]
    """As they stand now."""

    def told(self, round: int) -> RoundTold:
        """Return a round."""
        log, result = self.logs.get(round, Log()), self.table.result(round)
        white = self.exercise.of(WHITE_CELL)
        return RoundTold(
            number=round,
            start=result.entry.start,
            end=result.entry.end,
            opened=log.opened,
            locked=log.locked,
            published=log.published,
            sheets=_sheets(log, result),
            injects=tuple(self._injects(round)),
            customs=tuple(
                CustomTold(one.seat, one.text, one.state, one.effects, one.because)
                for one in self.exercise.of(ORDERS).customs.values()
                if one.round == round
            ),
            talk=talk(self.exercise.state, round),
            deals=tuple(deal for deal in self.deals if max(1, deal.round) == round),
            events=tuple((event.date, event.text) for event in result.entry.events),
            results=tuple(self._results(round, result)),
            overruled=tuple(
                OverruleTold(one.way, one.told, one.because)
                for one in white.overruled
                if one.round == round
            ),
            remarks=tuple(
                RemarkTold(one.text, one.about, one.because, one.to)
                for one in (*white.remarks, *white.revealed)
                if one.round == round
            ),
        )

    def afterwards(self) -> Afterwards | None:
        """Return what outlasted the game, if the world was run on after ENDEX."""
        rounds = self.table.rounds()
        if not rounds.projected:
            return None
        end, game = self.table.published(), self.table.projected()
        now, later = _values(end, self.numbers), _values(game, self.numbers)
        return Afterwards(
            months=rounds.months,
            until=game.journal[-1].end,
            numbers=tuple(
                Outlasting(str(number), number.unit, now.get(str(number)), later.get(str(number)))
                for number in self.numbers
            ),
            events=tuple(
                (event.date, event.text)
                for entry in game.journal[len(end.journal) :]
                for event in entry.events
            ),
        )

    def _injects(self, round: int) -> Iterator[InjectTold]:
        elapsed = {step.said.number: step.elapsed for step in self.steps}
        why = {step.said.number: getattr(step.said.act, "why", "") for step in self.steps}
        for told in self.exercise.of(INJECTS).told:
            row = told.row
            if max(1, told.round) == round:
                yield InjectTold(
                    told.id, row.headline, row.text, row.to, row.public,
                    elapsed.get(told.number, 0.0), why.get(told.number, ""), row.expected,
                )  # fmt: skip

    def _results(self, round: int, result: Resolved) -> Iterator[Result]:
        """Yield the numbers of a round, with what they were before and what made them.

        Before the first round of all they were what they are where nobody does anything.
        """
        earlier = _values(self.table.game(round - 1), self.numbers)
        now = _values(result.game, self.numbers)
        rounds = self.table.rounds()
        changed = rounds.models[round - 1] != rounds.records[round - 1]
        own = _values(self.table.own_result(round).game, self.numbers) if changed else now
        numbers = {str(number): number for number in self.numbers}
        for one in self.causes[round]:
            shares = tuple(Share(c.title, c.seat, c.share, c.error) for c in one.causes if c.share)
            yield Result(
                name=one.number,
                subject=numbers[one.number].subject,
                what=numbers[one.number].what,
                product=_product(numbers[one.number], self.table.scenario),
                meaning=one.meaning,
                unit=one.unit,
                earlier=earlier.get(one.number, one.before),
                value=now.get(one.number),
                own=own.get(one.number),
                base=one.before,
                mark=one.mark,
                sentence=sentence(
                    one.number, one.unit, one.before, one.after,
                    [Added(share.title, share.seat, share.share) for share in shares],
                ),
                shares=shares,
                low=one.low,
                high=one.high,
                members=one.members,
            )  # fmt: skip


def _sheets(log: Log, result: Resolved) -> tuple[SheetTold, ...]:
    rulings = {ruling.order_id: ruling for ruling in result.entry.rulings}
    return tuple(
        SheetTold(
            seat=seat,
            origin=sheet.origin,
            orders=tuple(_order(line, rulings.get(line.id)) for line in sheet.orders),
            told=sheet.told,
        )
        for seat, sheet in log.sheets.items()
    )


def _order(line: OrderLine, ruling: Ruling | None) -> OrderTold:
    outcome, reason = (ruling.outcome, ruling.reason) if ruling else ("", "")
    return OrderTold(line.id, line.text, line.reason, outcome, reason)


def _product(number: Number, scenario: Scenario) -> str:
    """Return the product that a number is of; empty for a number that is of none, or of several."""
    of = number.arguments[0] if len(number.arguments) == 1 else ""
    return of if of in scenario.products else ""


def _values(game: Game, numbers: Sequence[Number]) -> Mapping[str, float | None]:
    """Return numbers of the last round of a game; none of a game that has none."""
    if not game.moments:
        return {}
    played = Played.last(game)
    return {str(number): value_in(number, played) for number in numbers}
