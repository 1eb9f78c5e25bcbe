"""News: what came for whoever sits at a prompt since they were last told; only what is theirs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cli.registry.session import Session
from sim.exercise.exercise import Exercise
from sim.exercise.topics.deals import known_deals
from sim.exercise.topics.injects import INJECTS
from sim.exercise.topics.orders import ORDERS
from sim.exercise.topics.rounds import ROUNDS
from sim.exercise.topics.talk import inbox
from sim.exercise.topics.white import WHITE_CELL
from sim.exercise.views.common import told_to
from sim.language import called, t

What = tuple[str, str]
"""Something that came: what tells it from others, and what is said of it."""


@dataclass
class News:
    """What somebody has been told of so far; each who speaks at the prompt has their own."""

    _known: dict[str, set[str]] = field(default_factory=dict)

    def since(self, session: Session, *, phases: bool = True) -> list[str]:
        """Return what is new for the speaker; nothing when they first speak."""
        exercise, by = session.exercise, session.by
        came = dict(_white(exercise) if session.white else _seat(exercise, by))
        if phases and not session.white:
            came |= dict(_phase(exercise))
        before = self._known.get(by)
        self._known[by] = set(came)
        return [] if before is None else [said for key, said in came.items() if key not in before]


def _phase(exercise: Exercise) -> Iterator[What]:
    """Yield how far the round is, as far as everybody knows."""
    rounds = exercise.of(ROUNDS)
    if rounds.round and rounds.phase != "review":  # whether it is adjudicated yet is white's
        phase = called("phase", rounds.phase)
        line = exercise.state.current
        yield (
            f"phase {line} {rounds.round} {rounds.phase}",
            t("Round {round}: {phase}", round=rounds.round, phase=phase),
        )


def _seat(exercise: Exercise, seat: str) -> Iterator[What]:
    """Yield what came for a seat: letters, injects, what was revealed, deals of others."""
    for item in inbox(exercise.state, seat):
        yield f"letter {item.number}", t("From {author}: `msg` reads it", author=item.author)
    for told in exercise.of(INJECTS).told:
        if told_to(exercise, told, seat):
            yield f"inject {told.number}", t("You are told: {title}", title=told.row.headline)
    for one in exercise.of(WHITE_CELL).revealed:
        if not one.to or seat in one.to:
            yield f"revealed {one.number}", t("You are told: {title}", title=one.text)
    for deal in known_deals(exercise.state, seat):
        if deal.state == "offered" and deal.offer.party(seat) == deal.offer.parties[0]:
            continue  # its own
        state = called("deal", deal.state)
        yield f"deal {deal.id} {deal.state}", t("Deal {id}: {state}", id=deal.id, state=state)


def _white(exercise: Exercise) -> Iterator[What]:
    """Yield what seats did that the white cell may have to act on."""
    orders, rounds = exercise.of(ORDERS), exercise.of(ROUNDS)
    for seat, draft in orders.drafts.items():
        if draft.submitted:
            yield f"sheet {exercise.state.current} {rounds.round} {seat}", f"{seat} has handed in"
    for custom in orders.customs.values():
        yield f"idea {custom.id}", f"idea {custom.id} of {custom.seat}: {custom.text}"
    for item in inbox(exercise.state, "white"):
        if item.to:
            what = f"{item.rfi} of {item.sender}" if item.rfi else f"from {item.sender}"
            yield f"letter {item.number}", f"{what}: {item.text}"
