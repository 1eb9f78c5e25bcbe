"""Papers: who may read what of an exercise, built up from nothing for each reader."""

from __future__ import annotations

from dataclasses import dataclass

from sim.errors import UnknownNameError
from sim.exercise.template.spec import Play, SeatTemplate, Section, Template


@dataclass(frozen=True)
class SeatNotice:
    """What everybody may read of a seat."""

    seat: str
    title: str
    brief: str
    goals: tuple[str, ...]
    """The public ones."""


@dataclass(frozen=True)
class RoleCard:
    """What one seat reads of itself."""

    seat: str
    title: str
    role: str
    brief: str
    secret: str
    goals: tuple[tuple[str, bool], ...]
    """What it wants, and whether others do not know it."""
    playbook: tuple[Play, ...]
    default_orders: tuple[str, ...]


@dataclass(frozen=True)
class Manual:
    """The SitMan: what all players read."""

    title: str
    marking: str
    sections: tuple[Section, ...]
    seats: tuple[SeatNotice, ...]


def manual(template: Template) -> Manual:
    """Return what all players read."""
    return Manual(
        template.title,
        template.marking,
        template.sitman,
        tuple(notice(template, seat) for seat in template.seats),
    )


def notice(template: Template, seat: str) -> SeatNotice:
    """Return what everybody may read of a seat; SimError for one that is not there."""
    row = _row(template, seat)
    goals = tuple(goal.text for goal in row.goals if not goal.secret)
    return SeatNotice(seat, row.title, row.brief, goals)


def role_card(template: Template, seat: str) -> RoleCard:
    """Return what a seat reads of itself; SimError for one that is not there."""
    row = _row(template, seat)
    goals = tuple((goal.text, goal.secret) for goal in row.goals)
    return RoleCard(
        seat, row.title, row.role, row.brief, row.secret, goals, row.playbook, row.default_orders
    )


def _row(template: Template, seat: str) -> SeatTemplate:
    if seat not in template.seats:
        raise UnknownNameError("seat", seat, list(template.seats))
    return template.seats[seat]
