"""Findings: what in an exercise would not work on the day, a rule for each kind."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sim.exercise.msel.rows import InjectRow
from sim.exercise.rehearsal import texts
from sim.exercise.rehearsal.course import Beat, Course, Look, Ruled, Shift
from sim.exercise.template.spec import Format, Play, Template
from sim.explain.words import PROBABILITY

Kind = Literal[
    "dead round", "unaffordable", "always refused", "never carried out", "not at first",
    "too late", "nothing to order", "default refused", "never fired", "after the end",
    "true at once", "not approved", "by hand", "blown up", "broke off",
]  # fmt: skip

Weight = Literal["fault", "warning", "note"]
"""fault: it will not work; warning: it may not be meant; note: to be known."""

WEIGHTS: tuple[Weight, ...] = ("fault", "warning", "note")

LEAST: Mapping[str, float] = {
    "% of GDP a year": 0.01, "of 100": 1.0, "rung": 0.5, PROBABILITY: 0.05,
}  # fmt: skip
"""Unit -> what a number must have moved by, for people to notice."""


@dataclass(frozen=True)
class Finding:
    """Something to look at before the day."""

    kind: Kind
    weight: Weight
    about: str
    """A seat, an order as `SEAT CODE`, an inject, or a round."""
    text: str


@dataclass(frozen=True)
class Seen:
    """All games, and what was played in them."""

    courses: tuple[Course, ...]
    template: Template
    format: Format

    @property
    def active(self) -> tuple[Course, ...]:
        """Return the games in which people's seats did something; all if there are none."""
        return tuple(c for c in self.courses if c.manner != "silent") or self.courses

    def looks(self) -> Iterator[tuple[str, Play, list[tuple[int, Look]]]]:
        """Yield each order of a playbook with what was seen of it, and in which round."""
        found: dict[tuple[str, str], list[tuple[int, Look]]] = defaultdict(list)
        for course in self.courses:
            for beat in course.beats:
                for look in beat.looks:
                    found[look.seat, look.code].append((beat.round, look))
        for (seat, code), seen in found.items():
            plays = self.template.seats[seat].playbook
            yield seat, next(play for play in plays if play.code == code), seen

    def rulings(self) -> Iterator[tuple[Course, Ruled]]:
        """Yield what became of every order."""
        for course in self.courses:
            for beat in course.beats:
                for one in beat.ruled:
                    yield course, one


def findings(seen: Seen) -> tuple[Finding, ...]:
    """Return all that is to be looked at, the gravest first."""
    found = [one for rule in RULES for one in rule(seen)]
    return tuple(sorted(found, key=lambda one: WEIGHTS.index(one.weight)))


# --- rounds --------------------------------------------------------------------------------------


def dead_rounds(seen: Seen) -> Iterator[Finding]:
    """Flag rounds in which nothing was carried out, nothing happened and no number moved."""
    for round in range(1, seen.format.rounds + 1):
        played = [(c, b) for c in seen.active for b in c.beats if b.round == round]
        dead = [course for course, beat in played if is_dead(beat)]
        if dead:
            how = texts.often(len(dead), len(played), "game")
            manners = sorted({course.manner for course in dead})
            yield Finding("dead round", "warning", str(round), texts.dead(round, how, manners))


def is_dead(beat: Beat) -> bool:
    """Return whether nobody would notice that a round was played."""
    done = any(o.outcome in ("carried out", "delayed") and not o.waits for o in beat.ruled)
    return not (done or beat.events or beat.fired or any(map(_moved, beat.shifts)))


def _moved(shift: Shift) -> bool:
    if shift.before is None or shift.after is None:
        return shift.before is not shift.after
    return abs(shift.after - shift.before) >= LEAST.get(shift.unit, 0.0)


def broke_off(seen: Seen) -> Iterator[Finding]:
    """Flag games that could not be played to the end."""
    for why in dict.fromkeys(course.failed for course in seen.courses if course.failed):
        yield Finding("broke off", "fault", "", why)


def blown_up(seen: Seen) -> Iterator[Finding]:
    """Flag numbers that are none or beyond belief, each where it was so first."""
    told = set()
    for number, course in enumerate(seen.courses, 1):
        for beat in course.beats:
            for one in beat.wild:
                if one.about in told:
                    continue
                told.add(one.about)
                where = texts.game(number, course.manner, course.seed, beat.round)
                weight: Weight = "fault" if one.broken else "warning"
                yield Finding("blown up", weight, one.about, texts.blown_up(one.text, where))


# --- orders --------------------------------------------------------------------------------------


def playbooks(seen: Seen) -> Iterator[Finding]:
    """Flag orders of playbooks that can never be given, not at first, or only for nothing."""
    for seat, play, looked in seen.looks():
        about = f"{seat} {play.code}"
        if all(look.unpaid for _, look in looked):
            reason = _most([look.unpaid for _, look in looked])
            text = texts.unaffordable(play.title, reason)
            yield Finding("unaffordable", "fault", about, text)
            continue
        if all(look.refusal for _, look in looked):
            reason = _most([look.refusal for _, look in looked])
            text = texts.refused(play.title, reason)
            yield Finding("always refused", "fault", about, text)
            continue
        first = [look for round, look in looked if round == 1]
        if first and all(look.refusal for look in first):
            text = texts.not_at_first(play.title, _most([look.refusal for look in first]))
            yield Finding("not at first", "note", about, text)
        elif first and all(look.late for look in first):
            yield Finding("too late", "note", about, texts.too_late(play.title))


def never_carried_out(seen: Seen) -> Iterator[Finding]:
    """Flag orders of playbooks that could be given, were given, and never came to anything."""
    given: dict[tuple[str, str], list[Ruled]] = defaultdict(list)
    for _, one in seen.rulings():
        if one.code:
            given[one.seat, one.code].append(one)
    for (seat, code), ruled in given.items():
        if any(one.outcome in ("carried out", "delayed") for one in ruled):
            continue
        title = next(p.title for p in seen.template.seats[seat].playbook if p.code == code)
        reason = _most([one.reason for one in ruled])
        text = texts.never_carried(title, len(ruled), reason)
        yield Finding("never carried out", "warning", f"{seat} {code}", text)


def nothing_to_order(seen: Seen) -> Iterator[Finding]:
    """Flag seats of people that could do nothing but wait."""
    beats = [beat for course in seen.courses for beat in course.beats]
    for seat, idle in Counter(seat for beat in beats for seat in beat.idle).items():
        text = texts.nothing_to_order(texts.often(idle, len(beats), "round"))
        yield Finding("nothing to order", "fault", seat, text)


def default_refused(seen: Seen) -> Iterator[Finding]:
    """Flag default orders that were refused; as a fault if they always were."""
    given: dict[tuple[str, str], list[Ruled]] = defaultdict(list)
    for _, one in seen.rulings():
        if one.default:
            given[one.seat, one.order].append(one)
    for (seat, order), ruled in given.items():
        refused = [one.reason for one in ruled if one.outcome == "refused"]
        if refused:
            how = texts.often(len(refused), len(ruled), "round")
            text = texts.default_refused(order, how, _most(refused))
            weight: Weight = "fault" if len(refused) == len(ruled) else "warning"
            yield Finding("default refused", weight, seat, text)


def _most(reasons: list[str]) -> str:
    """Return the reason that was given most often, the first of several."""
    return Counter(reasons).most_common(1)[0][0] if reasons else ""


# --- injects -------------------------------------------------------------------------------------


def injects(seen: Seen) -> Iterator[Finding]:
    """Flag injects that never fire by themselves though they have a trigger."""
    fired = {id for course in seen.courses for id in course.fired}
    for row in seen.template.injects:
        if row.manual or row.id in fired:
            continue
        if row.round is not None and row.round > seen.format.rounds:
            text = texts.after_the_end(row.headline, row.round, seen.format.rounds)
            yield Finding("after the end", "note", row.id, text)
        elif row.status != "approved":
            text = texts.unapproved(row.headline, row.status)
            yield Finding("not approved", "note", row.id, text)
        else:
            yield Finding("never fired", "fault", row.id, _never(row, seen))


def _never(row: InjectRow, seen: Seen) -> str:
    if not row.when:
        return texts.never_due(row.headline)
    why = next((c.unmet[row.id] for c in reversed(seen.courses) if row.id in c.unmet), "")
    return texts.never_fired(row.headline, why)


def true_at_once(seen: Seen) -> Iterator[Finding]:
    """Flag conditions that hold before anybody has ordered anything."""
    titles = {row.id: row.headline for row in seen.template.injects}
    for id, games in Counter(id for course in seen.courses for id in course.at_once).items():
        how = texts.often(games, len(seen.courses), "game")
        yield Finding("true at once", "warning", id, texts.true_at_once(titles[id], how))


def by_hand(seen: Seen) -> Iterator[Finding]:
    """List the injects that somebody has to fire."""
    waiting = [row.id for row in seen.template.injects if row.manual]
    if waiting:
        yield Finding("by hand", "note", "", texts.by_hand(waiting))


RULES: tuple[Callable[[Seen], Iterator[Finding]], ...] = (
    broke_off, blown_up, dead_rounds, playbooks, never_carried_out, nothing_to_order,
    default_refused, injects, true_at_once, by_hand,
)  # fmt: skip
"""What a rehearsal looks for."""
