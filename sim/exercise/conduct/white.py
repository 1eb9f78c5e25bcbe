"""White cell: overruling the model in three ways, each with a reason; its own result is kept.

decide     a ruling, or a drawn outcome, and the round is run again
patch      a named quantity of the World after the round
annotate   what is published; the World is untouched
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Literal

from sim.errors import SimError, unknown
from sim.exercise.acts import WHITE
from sim.exercise.conduct.adjudication import kept
from sim.exercise.exercise import Exercise
from sim.exercise.log.entry import Entry
from sim.exercise.table import Table
from sim.exercise.topics.rounds import ROUNDS, Overruled, must_be
from sim.exercise.topics.seats import known_place
from sim.exercise.topics.white import Annotated, Revealed
from sim.game import Game
from sim.patches import Patch
from sim.world.decisions import Decisions, decided
from sim.world.rulings import Outcome


def decide_ruling(
    exercise: Exercise, table: Table, order: str, outcome: Outcome, because: str
) -> Entry:
    """Rule on an order in the model's place, and run the round again."""
    game = table.result(_reviewed(exercise)).game
    rulings = game.journal[-1].rulings
    found = next((ruling for ruling in rulings if ruling.order_id == order), None)
    if found is None:
        raise SimError(unknown("order of the round", order, [r.order_id for r in rulings]))
    before = _decided(game)
    changed = replace(before, rulings={**before.rulings, order: (outcome, because)})
    told = f"{order} {found.outcome} -> {outcome}"
    return _run_again(exercise, table, changed, told, because)


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
    game = table.result(_reviewed(exercise)).game
    entry = game.journal[-1]
    numbers = decided(entry.draws, subject, what, happened, month, months=len(entry.months))
    before = _decided(game)
    changed = replace(before, draws={**before.draws, **numbers})
    told = f"{subject}: {what} {'happens' if happened else 'does not happen'}"
    return _run_again(exercise, table, changed, told, because)


def patch(exercise: Exercise, table: Table, texts: Sequence[str], because: str) -> Entry:
    """Change named quantities of the World as the round left it; SimError for what there is not."""
    round = _reviewed(exercise)
    game = table.result(round).game
    game.patch([Patch.parse(text) for text in texts])
    told = "; ".join(str(Patch.parse(text)) for text in texts)
    return _overruled(exercise, table, game, "patch", told, because)


def annotate(exercise: Exercise, round: int, text: str, because: str, about: str = "") -> Entry:
    """Add a remark to what is published of a round."""
    return exercise.do(WHITE, Annotated(round=round, about=about, text=text, because=because))


def reveal(exercise: Exercise, to: Collection[str], text: str) -> Entry:
    """Tell seats (none: everybody) what they could not have known."""
    for seat in to:
        known_place(exercise.state, seat)
    return exercise.do(WHITE, Revealed(to=tuple(to), text=text))


def _reviewed(exercise: Exercise) -> int:
    """Return the round under review; NotNowError where there is none."""
    must_be(exercise.state, "review")
    return exercise.of(ROUNDS).round


def _decided(game: Game) -> Decisions:
    """Return what the white cell has decided of the round so far."""
    return game.moments[-1].decisions


def _run_again(
    exercise: Exercise, table: Table, decisions: Decisions, told: str, because: str
) -> Entry:
    """Run the round again with what is decided; what was patched after it is patched again."""
    result = table.result(_reviewed(exercise))
    again = result.game.branch(result.moment)
    again.decide(decisions)
    again.resolve()
    return _overruled(exercise, table, again, "decide", told, because)


def _overruled(
    exercise: Exercise,
    table: Table,
    game: Game,
    way: Literal["decide", "patch"],
    told: str,
    because: str,
) -> Entry:
    """Keep a round as it is now, and write why."""
    moment, result = game.moments[-1], kept(table, game)
    act = Overruled(
        round=exercise.of(ROUNDS).round,
        way=way,
        rulings=moment.decisions.rulings,
        draws=moment.decisions.draws,
        patches=tuple(str(patch) for patch in moment.amended),
        told=told,
        because=because,
        record=result.name,
        digest=result.digest,
    )
    return exercise.do(WHITE, act, result.records)
