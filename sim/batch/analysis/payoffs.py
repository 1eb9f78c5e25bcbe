"""Payoffs: what each seat got in each run, by the policies that the seats kept to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from sim.batch.analysis.basis import Basis, Ints, basis, blocks, direction, outcome_number
from sim.batch.analysis.intervals import Estimate, mean
from sim.batch.store.results import Results
from sim.batch.study import Study
from sim.errors import SimError, raise_all, unknown
from sim.world.world import Floats

Wanted = str | Mapping[str, float]
"""What a seat wants: an outcome, more or less of it as the outcome says (more, if neutral); or what
a unit of each of some outcomes is worth to it."""

PROMISE = "promise"
"""The lever that says whether a collective response is announced beforehand."""

POLICY, GAIN = "policy_", "gain_"
"""What names of levers that choose a policy begin with, and names of outcomes that tell a gain."""

Profile = tuple[str, ...]
"""A policy for each seat, in the order of seats."""


@dataclass(frozen=True)
class Payoffs:
    """What each seat got in each run, by profile."""

    policies: tuple[tuple[str, ...], ...]
    got: Mapping[Profile, Floats]
    """Shape (seats, rows, replications)."""
    bases: Mapping[Profile, Basis]
    blocks: Ints

    def differ(self, seat: int, one: Profile, other: Profile) -> Estimate:
        """Return what a seat gets from one profile more than from another, in pairs."""
        return mean(self.got[one][seat] - self.got[other][seat], self.blocks).estimate()

    def value(self, seat: int, profile: Profile) -> float:
        """Return what a seat gets on average; NaN where no run has a value."""
        return mean(self.got[profile][seat], self.blocks).mean

    def instead(self, seat: int, profile: Profile) -> list[Profile]:
        """Return the profiles in which a seat alone does something else."""
        return [
            (*profile[:seat], policy, *profile[seat + 1 :])
            for policy in self.policies[seat]
            if policy != profile[seat]
        ]


def policy_lever(seat: str) -> str:
    """Return the name of the lever that chooses a seat's policy."""
    return f"{POLICY}{seat}"


def gain_outcome(seat: str) -> str:
    """Return the name of the outcome that tells what a seat gains."""
    return f"{GAIN}{seat}"


def gains_in(study: Study) -> dict[str, str]:
    """Return what each seat gains by in a study that was made for a game; empty for any other.

    It chooses policies of two seats or more in every combination, beside them a promise at most,
    and has an outcome for what each of them gains.
    """
    names = [outcome.name for outcome in study.outcomes]
    levers = study.lever_sets[0].options
    gains = {
        name.removeprefix(POLICY): gain_outcome(name.removeprefix(POLICY))
        for name in levers
        if name.startswith(POLICY)
    }
    choices = {lever: {chosen.options[lever] for chosen in study.lever_sets} for lever in levers}
    whole = prod(map(len, choices.values())) == len(study.lever_sets)
    alone = {*levers} <= {*map(policy_lever, gains), PROMISE}
    return gains if len(gains) > 1 and whole and alone and {*gains.values()} <= {*names} else {}


def check(results: Results, seats: Sequence[str], payoffs: Mapping[str, Wanted]) -> None:
    """Raise SimError with all that is missing for a game."""
    levers = list(results.study.lever_sets[0].options)
    names = [outcome.name for outcome in results.study.outcomes]
    faults = [
        unknown("lever", policy_lever(seat), levers) + f"; it says which policies {seat} may choose"
        for seat in seats
        if policy_lever(seat) not in levers
    ]
    faults += [f"{seat}: it is not said what it gains by" for seat in seats if seat not in payoffs]
    for seat, wanted in payoffs.items():
        told = [wanted] if isinstance(wanted, str) else list(wanted)
        faults += [
            f"{seat}: " + unknown("outcome", name, names) for name in told if name not in names
        ]
    raise_all(faults)


def worth_of(results: Results, wanted: Wanted) -> Mapping[str, float]:
    """Return what a unit of each outcome is worth to a seat."""
    if not isinstance(wanted, str):
        return dict(wanted)
    outcome = results.study.outcomes[outcome_number(results.study, wanted)]
    return {wanted: float(direction(outcome) or 1)}


def options_of(results: Results, lever: str) -> tuple[str, ...]:
    """Return the options of a lever in the order of the lever sets; none if there is no such."""
    found = [chosen.options.get(lever) for chosen in results.study.lever_sets]
    return tuple(dict.fromkeys(option for option in found if option is not None))


def payoffs_in(
    results: Results, seats: Sequence[str], worth: Mapping[str, Mapping[str, float]], promise: str
) -> Payoffs:
    """Return what each seat got in each run under one option of the promise."""
    study = results.study
    levers = [policy_lever(seat) for seat in seats]
    policies = tuple(options_of(results, lever) for lever in levers)
    weights = np.zeros((len(seats), len(study.outcomes)))
    for s, seat in enumerate(seats):
        for name, weight in worth[seat].items():
            weights[s, outcome_number(study, name)] = weight
    needed = (weights != 0.0).any(axis=0)
    got, bases = {}, {}
    for n, chosen in enumerate(study.lever_sets):
        if chosen.options.get(PROMISE, "") != promise:
            continue
        profile = tuple(chosen.options[lever] for lever in levers)
        if profile in got:
            raise SimError(
                f"the policies {', '.join(profile)} stand in more than one lever set; a game needs "
                f"levers for policies and '{PROMISE}' only, and others fixed as constants"
            )
        # What no seat weighs may be absent; what one weighs may not.
        values = results.scalars[n][..., needed]
        got[profile] = np.moveaxis(values @ weights[:, needed].T, -1, 0)
        bases[profile] = basis(results.status[n], got[profile].sum(axis=0))
    missing = [p for p in product(*policies) if p not in got]
    raise_all(f"no lever set has the policies {', '.join(profile)}" for profile in missing)
    return Payoffs(policies, got, bases, blocks(results))
