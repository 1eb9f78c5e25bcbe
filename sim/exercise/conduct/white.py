"""White cell: overruling the model in three ways, each with a reason; its own result is kept.

decide     a ruling, or a drawn outcome, and the round is run again
patch      a named quantity of the World after the round
annotate   what is published; the World is untouched
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Literal

from sim.errors import SimError, unknown
from sim.exercise.acts import WHITE
from sim.exercise.conduct.adjudication import kept
from sim.exercise.exercise import Exercise, Work
from sim.exercise.log.entry import Entry
from sim.exercise.table import Table
from sim.exercise.topics.rounds import ROUNDS, Overruled, must_be
from sim.exercise.topics.seats import known_place
from sim.exercise.topics.white import Annotated, Revealed
from sim.game import Game
from sim.patches import Patch
from sim.world.decisions import Decisions, decided
from sim.world.rulings import Outcome

Changed = tuple[Game, str]
"""A Game after its last round was changed, and what was changed, in words."""


def decide_ruling(
    exercise: Exercise, table: Table, order: str, outcome: Outcome, because: str
) -> Entry:
    """Rule on an order in the model's place, and run the round again."""

    def ruled(game: Game) -> Changed:
        rulings = game.journal[-1].rulings
        found = next((ruling for ruling in rulings if ruling.order_id == order), None)
        if found is None:
            raise SimError(unknown("order of the round", order, [r.order_id for r in rulings]))
        before = game.moments[-1].decisions
        decisions = replace(before, rulings={**before.rulings, order: (outcome, because)})
        return _run_again(game, decisions), f"{order} {found.outcome} -> {outcome}"

    return _overruled(exercise, table, "decide", because, ruled)


def decide_draw(
    exercise: Exercise,
    table: Table,
    subject: str,
    what: str,
    happened: bool,
    because: str,
    month: int | None = None,
) -> Entry:
    """Decide whether something that was drawn happens, and run the round again."""

    def drawn(game: Game) -> Changed:
        entry, before = game.journal[-1], game.moments[-1].decisions
        numbers = decided(entry.draws, subject, what, happened, month, months=len(entry.months))
        decisions = replace(before, draws={**before.draws, **numbers})
        told = f"{subject}: {what} {'happens' if happened else 'does not happen'}"
        return _run_again(game, decisions), told

    return _overruled(exercise, table, "decide", because, drawn)


def patch(exercise: Exercise, table: Table, texts: Sequence[str], because: str) -> Entry:
    """Change named quantities of the World as the round left it; SimError for what there is not."""
    patches = [Patch.parse(text) for text in texts]

    def patched(game: Game) -> Changed:
        game.patch(patches)
        return game, "; ".join(map(str, patches))

    return _overruled(exercise, table, "patch", because, patched)


def annotate(exercise: Exercise, round: int, text: str, because: str, about: str = "") -> Entry:
    """Add a remark to what is published of a round."""
    return exercise.do(WHITE, Annotated(round=round, about=about, text=text, because=because))


def reveal(exercise: Exercise, to: Collection[str], text: str) -> Entry:
    """Tell seats (none: everybody) what they could not have known."""
    for seat in to:
        known_place(exercise.state, seat)
    return exercise.do(WHITE, Revealed(to=tuple(to), text=text))


def _run_again(game: Game, decisions: Decisions) -> Game:
    """Return a round run again with what is decided; what was patched after it is patched again."""
    again = game.branch(game.moments[-1])
    again.decide(decisions)
    again.resolve()
    return again


def _overruled(
    exercise: Exercise,
    table: Table,
    way: Literal["decide", "patch"],
    because: str,
    change: Callable[[Game], Changed],
) -> Entry:
    """Keep the round under review as it is changed, and write why."""

    def worked_out() -> Work:
        must_be(exercise.state, "review")
        round = exercise.of(ROUNDS).round
        game, told = change(table.result(round).game)
        moment, result = game.moments[-1], kept(table, game)
        act = Overruled(
            round=round,
            way=way,
            rulings=moment.decisions.rulings,
            draws=moment.decisions.draws,
            patches=tuple(str(patch) for patch in moment.amended),
            told=told,
            because=because,
            record=result.name,
            digest=result.digest,
        )
        return act, result.records

    return exercise.work(WHITE, (ROUNDS,), worked_out)
