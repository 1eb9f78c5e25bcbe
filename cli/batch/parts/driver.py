"""Driver: what one factor does to an outcome, and what may be said of its weight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cli.batch.parts.part import listed, percent
from sim.batch.analysis.enough import enough
from sim.batch.analysis.importance import Weighed, Weight
from sim.batch.analysis.intervals import Estimate
from sim.batch.analysis.morris import Screening
from sim.batch.analysis.oat import Tornado
from sim.batch.analysis.sensitivity import Finding
from sim.batch.analysis.shares import Shares
from sim.batch.design.factors import DUMMY
from sim.batch.study import Method
from sim.figures import written

MOSTLY = 0.5
"""Share of chance from which on replications do more than samples [1]."""


@dataclass(frozen=True)
class Driver(Weighed):
    """What one factor does, by the numbers of its method."""

    factor: str
    numbers: tuple[tuple[str, Estimate], ...]
    """The last is the one by which it is judged."""
    weight: Weight

    @property
    def judged(self) -> Estimate:
        """Return the number by which it is judged."""
        return self.numbers[-1][1]


def drivers(finding: Finding) -> tuple[Driver, ...]:
    """Return the factors of a finding: those that matter first, and the strongest first."""
    match finding:
        case Shares(indices=indices):
            found = [
                Driver(
                    one.factor,
                    (("first", one.first), *((("total", one.total),) if one.total else ())),
                    one.weight,
                )
                for one in indices
            ]
        case Screening(effects=effects):
            found = [Driver(e.factor, (("μ*", e.mu_star),), e.weight) for e in effects]
        case Tornado(bars=swings):
            found = [Driver(s.factor, (("swing", s.swing),), s.weight) for s in swings]
    return tuple(sorted(found, key=lambda one: (not one.important, -(one.judged.value or 0.0))))


def floor(found: Sequence[Driver]) -> float | None:
    """Return the upper end of the dummy's band; None where there is no dummy, or no band."""
    return next((one.judged.high for one in found if one.factor == DUMMY), None)


def strength(one: Driver) -> str:
    """Return by what a factor is judged, in words."""
    name, found = one.numbers[-1]
    in_shares = name in ("first", "total")
    return f"{name} {percent(found.value) if in_shares else written(found.value)}"


def unimportant_lines(finding: Finding, method: Method) -> Iterator[str]:
    """Yield which factors may not be called important: those not settled, and those that are small.

    The two are not the same: of the first nothing is known yet, of the others that they do little.
    """
    found = drivers(finding)
    rest = [one for one in found if one.factor != DUMMY]
    open_ones = [one for one in rest if one.weight == "not settled"]
    small = [one.factor for one in rest if one.weight == "small"]
    if open_ones and not any(one.important for one in found):
        yield f"Nothing is settled yet: {_too_few(finding, method)}."
    if open_ones:
        told = listed([f"{one.factor} ({strength(one)})" for one in open_ones])
        yield f"Not settled, the bands being too wide: {told}."
    if small:
        yield f"Small, below 1 % of what it varies: {listed(small)}."


def _too_few(finding: Finding, method: Method) -> str:
    """Return why nothing is settled, and how many samples would do."""
    chance = finding.about.noise
    wanted = enough(method, finding.about.samples, [one.judged for one in drivers(finding)])
    if wanted is None:
        return "bands are too wide"
    few = (
        f"{wanted.size:,} {wanted.setting} are too few, their bands reach up to "
        f"{written(float(f'{wanted.reach:.2g}'))} to either side"
    )
    if chance is not None and chance > MOSTLY:
        return f"{few}, and most of what it varies is chance; take more replications first"
    if wanted.enough is None:
        return f"{few}, and the strongest is next to nothing"
    return f"{few}; about {wanted.enough:,} would do, if the strongest is as strong as it seems"
