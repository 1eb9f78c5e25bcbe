"""Governments: which ministry decides what, who brings them together, and who objects."""

from __future__ import annotations

import functools
import importlib.resources
from collections.abc import Mapping
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from sim.orders.instruments import Category, Instrument
from sim.parameters import LOADER

GENERIC = "generic"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Objection(_Entry):
    """What a ministry speaks against; every condition given must hold."""

    category: Category | None = None
    rung: int | None = None
    """From this rung on."""
    budget: float | None = None
    """From this share of a year's security budget on [1]."""
    against: Literal["ally"] | None = None


class Ministry(_Entry):
    """A part of a government with the roles it plays."""

    title: str
    roles: tuple[str, ...]
    objects: tuple[Objection, ...] = ()


class Council(_Entry):
    """Members that vote, with their people [million], and what makes a majority."""

    members: Mapping[str, float]
    quorum_members: float
    """Share of members [1]."""
    quorum_people: float
    """Share of the people [1]."""
    blocking_members: int
    """How many at least have to be against it, to block it for lack of people."""

    def passes(self, votes: Mapping[str, bool]) -> bool:
        """Return whether what members voted on passes; every member votes, for or against."""
        people = sum(self.members[name] for name, yes in votes.items() if yes)
        enough = people >= self.quorum_people * sum(self.members.values())
        few = len(votes) - sum(votes.values()) < self.blocking_members
        return sum(votes.values()) >= self.quorum_members * len(votes) and (enough or few)


class Government(_Entry):
    """How a country decides."""

    title: str
    head: str
    coordinator: str
    capacity: int = Field(ge=0)
    """Packages of several ministries that the coordinator can bring together in a round."""
    ministries: Mapping[str, Ministry]
    council: Council | None = None
    sources: tuple[str, ...]

    def ministry(self, role: str) -> str | None:
        """Return the ministry with a role, or None."""
        return next((name for name, m in self.ministries.items() if role in m.roles), None)


@functools.cache
def governments() -> Mapping[str, Government]:
    """Return every form of government by name."""
    file = importlib.resources.files("sim").joinpath("orders/catalogue/governments.yaml")
    entries = yaml.load(file.read_text("utf-8"), Loader=LOADER)
    return {name: Government.model_validate(entry) for name, entry in entries.items()}


def government_of(name: str) -> Government:
    """Return a form of government; one that the catalogue lacks is of the usual kind."""
    known = governments()
    return known.get(name, known[GENERIC])


def authority(instrument: Instrument, government: str) -> str | None:
    """Return the ministry that decides on an instrument under a government; None: nobody can."""
    role = instrument.authority.get(government, instrument.authority.get("any"))
    if role is None:
        return None
    return government_of(government).ministry(role)


def withheld(
    instrument: Instrument,
    seat: str,
    government: str,
    *,
    firm: bool = False,
    gave: tuple[str, ...] = (),
) -> str | None:
    """Return why orders of an instrument are not a seat's to give, or None.

    `firm` says whether the seat is a firm; `gave` are ministries that may order it besides the one
    that decides.
    """
    if firm:
        if "firm" in instrument.authority:
            return None
        return f"{seat} is a firm; only governments can order this"
    if set(instrument.authority) == {"firm"}:
        return f"only firms can do this; {seat} is a government"
    country, _, ministry = seat.partition(".")
    decides = authority(instrument, government)
    if decides is None:
        return f"nobody in the government of {country} can order this"
    if ministry and ministry not in (decides, *gave):
        return f"{ministry} has no authority over it: {decides} has"
    return None


def objectors(
    instrument: Instrument, government: str, *, spent: float, ally: bool
) -> tuple[str, ...]:
    """Return the ministries that speak against an order of another; the head's word is not asked.

    `spent` is what it costs over a year's security budget [1], `ally` whether it hits an ally.
    """
    made = government_of(government)
    decides = authority(instrument, government)
    return tuple(
        name
        for name, ministry in made.ministries.items()
        if name not in (decides, made.head)
        and any(_fits(o, instrument, spent, ally) for o in ministry.objects)
    )


def _fits(objection: Objection, instrument: Instrument, spent: float, ally: bool) -> bool:
    conditions = (
        objection.category is None or objection.category == instrument.category,
        objection.rung is None or instrument.rung >= objection.rung,
        objection.budget is None or spent >= objection.budget,
        objection.against is None or ally,
    )
    return all(conditions)
