"""Payoff: the game between scripted policies, each seat choosing one.

A study with a lever `policy_SEAT` for each seat is a table of this game. Its numbers have
intervals, so its answers have too: a best response, or an equilibrium, is sure only where every
paired interval says so. What a response announced beforehand changes is a second table, of a lever
`promise`, compared with the first in pairs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Literal

import numpy as np

from sim.batch.analysis.basis import Basis
from sim.batch.analysis.intervals import Estimate, mean
from sim.batch.analysis.mixed import Mixed, mixed_equilibria
from sim.batch.analysis.payoffs import (
    PROMISE,
    Payoffs,
    Profile,
    Wanted,
    check,
    options_of,
    payoffs_in,
    worth_of,
)
from sim.batch.store.results import Results
from sim.errors import SimError

MOST_SUPPORTS = 2**14
"""Pairs of sets of policies that may be mixed, at most: seven policies of each seat."""

Certainty = Literal["sure", "likely", "possible"]


@dataclass(frozen=True)
class Cell:
    """What the seats get where each keeps to one policy."""

    profile: Profile
    payoffs: tuple[Estimate, ...]
    """By seat."""
    basis: Basis


@dataclass(frozen=True)
class Response:
    """What a seat does best against what the others do."""

    seat: str
    others: Profile
    """The others' policies, in the order of seats."""
    best: str
    not_told_apart: tuple[str, ...]
    """Policies that may as well be as good, by the paired interval."""
    runner_up: str
    """The best of the others, by the means."""
    ahead: Estimate
    """What the best gives more than that one, in pairs."""


@dataclass(frozen=True)
class Equilibrium:
    """A profile from which no seat gains by turning away alone."""

    profile: Profile
    certainty: Certainty
    """sure: each turning away loses, beyond its interval; likely: by the means, not by each
    interval; possible: not by the means, but no gain is beyond its interval."""


@dataclass(frozen=True)
class Table:
    """The game under one option of the promise."""

    promise: str
    """Empty where there is no such lever."""
    cells: tuple[Cell, ...]
    responses: tuple[Response, ...]
    pure: tuple[Equilibrium, ...]
    mixed: tuple[Mixed, ...]
    """Of the means; with two seats only."""
    degenerate: bool
    """Whether there may be endlessly many mixed equilibria, of which these are some."""
    why_no_mixed: str


@dataclass(frozen=True)
class Change:
    """What announcing a promise changes for the seats, in pairs."""

    promise: str
    profile: Profile
    payoffs: tuple[Estimate, ...]
    """Payoff with it less payoff without it, by seat."""


@dataclass(frozen=True)
class Shift:
    """What becomes of the pure equilibria, as far as the means tell."""

    promise: str
    kept: tuple[Profile, ...]
    lost: tuple[Profile, ...]
    gained: tuple[Profile, ...]


@dataclass(frozen=True)
class Game:
    """What each seat gets from each profile of policies, and what follows."""

    seats: tuple[str, ...]
    policies: tuple[tuple[str, ...], ...]
    """Of each seat."""
    payoffs: Mapping[str, Mapping[str, float]]
    """Seat -> outcome -> what a unit of it is worth to the seat."""
    meanings: Mapping[str, str]
    """Outcome -> what it is, with its unit."""
    tables: tuple[Table, ...]
    """The first is without a promise."""
    changes: tuple[Change, ...]
    shifts: tuple[Shift, ...]


def game(results: Results, seats: Sequence[str], payoffs: Mapping[str, Wanted]) -> Game:
    """Return the game between the policies of some seats, and what each wants."""
    check(results, seats, payoffs)
    worth = {seat: worth_of(results, payoffs[seat]) for seat in seats}
    options = options_of(results, PROMISE) or ("",)
    by_option = [payoffs_in(results, seats, worth, option) for option in options]
    tables = tuple(
        _table(seats, found, option) for option, found in zip(options, by_option, strict=True)
    )
    return Game(
        seats=tuple(seats),
        policies=by_option[0].policies,
        payoffs=worth,
        meanings={
            outcome.name: f"{outcome.meaning}{outcome.measured}"
            for outcome in results.study.outcomes
            if any(outcome.name in told for told in worth.values())
        },
        tables=tables,
        changes=tuple(
            change
            for option, found in zip(options[1:], by_option[1:], strict=True)
            for change in _changes(option, by_option[0], found)
        ),
        shifts=tuple(_shift(tables[0], table) for table in tables[1:]),
    )


def _table(seats: Sequence[str], found: Payoffs, promise: str) -> Table:
    profiles = list(product(*found.policies))
    mixed, degenerate, why = _mixed(found, profiles)
    return Table(
        promise=promise,
        cells=tuple(
            Cell(
                profile,
                tuple(mean(got, found.blocks).estimate() for got in found.got[profile]),
                found.bases[profile],
            )
            for profile in profiles
        ),
        responses=tuple(
            response for s, seat in enumerate(seats) for response in _responses(found, s, seat)
        ),
        pure=tuple(
            Equilibrium(profile, certainty)
            for profile in profiles
            if (certainty := _certainty(found, profile))
        ),
        mixed=mixed,
        degenerate=degenerate,
        why_no_mixed=why,
    )


def _responses(found: Payoffs, s: int, seat: str) -> list[Response]:
    """Return a seat's best response to all that the others may do; none without a choice."""
    if len(found.policies[s]) < 2:
        return []
    others = [policies for n, policies in enumerate(found.policies) if n != s]
    responses = []
    for rest in product(*others):
        choices = [(*rest[:s], policy, *rest[s:]) for policy in found.policies[s]]
        values = [found.value(s, choice) for choice in choices]
        if np.isnan(values).any():
            continue  # a policy nobody has seen the end of may be the best
        order = np.argsort(-np.array(values), kind="stable")
        best, runner_up = choices[order[0]], choices[order[1]]
        tied = tuple(
            choice[s]
            for choice in choices
            if choice != best and not found.differ(s, best, choice).told_apart
        )
        ahead = found.differ(s, best, runner_up)
        responses.append(Response(seat, rest, best[s], tied, runner_up[s], ahead))
    return responses


def _certainty(found: Payoffs, profile: Profile) -> Certainty | None:
    """Return how surely a profile is an equilibrium; None if some seat surely gains by leaving."""
    leaving = [
        found.differ(seat, profile, other)
        for seat in range(len(found.policies))
        for other in found.instead(seat, profile)
    ]
    losses = [loss.value for loss in leaving if loss.value is not None]
    if len(losses) < len(leaving):
        return None
    if any(e.told_apart and loss < 0.0 for e, loss in zip(leaving, losses, strict=True)):
        return None
    if all(e.told_apart for e in leaving):
        return "sure"
    return "likely" if min(losses) >= 0.0 else "possible"


def _mixed(found: Payoffs, profiles: Sequence[Profile]) -> tuple[tuple[Mixed, ...], bool, str]:
    """Return the mixed equilibria of the means, whether there may be more, or why none."""
    if min(map(len, found.policies)) < 2:
        return (), False, ""  # who has no choice mixes nothing, and answers to it are one policy
    if len(found.policies) != 2:
        return (), False, "mixed equilibria are worked out for two seats only"
    shape = (2, *(len(policies) for policies in found.policies))
    means = np.array([[found.value(s, p) for p in profiles] for s in (0, 1)]).reshape(shape)
    if np.isnan(means).any():
        return (), False, "some cell of the table has no run with a value"
    if prod(2 ** len(policies) - 1 for policies in found.policies) > MOST_SUPPORTS:
        return (), False, "there are too many policies for equilibria by lot to be looked for"
    try:
        mixed, degenerate = mixed_equilibria(means[0], means[1], found.policies)
    except SimError as error:  # a package that is not installed; the table stands without it
        return (), False, str(error)
    none = "" if mixed or degenerate else "no seat gains by mixing its policies"
    return mixed, degenerate, none


def _changes(promise: str, without: Payoffs, announced: Payoffs) -> list[Change]:
    """Return what each seat gets more with a promise, profile by profile."""
    return [
        Change(
            promise,
            profile,
            tuple(
                mean(g, without.blocks).estimate()
                for g in announced.got[profile] - without.got[profile]
            ),
        )
        for profile in product(*without.policies)
        if profile in announced.got
    ]


def _shift(without: Table, announced: Table) -> Shift:
    before, after = (
        [e.profile for e in table.pure if e.certainty != "possible"]
        for table in (without, announced)
    )
    return Shift(
        promise=announced.promise,
        kept=tuple(p for p in before if p in after),
        lost=tuple(p for p in before if p not in after),
        gained=tuple(p for p in after if p not in before),
    )
