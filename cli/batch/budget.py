"""Budget: how much may be done without asking."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cli.batch.progress import duration
from sim.errors import SimError

if TYPE_CHECKING:
    from sim.batch.batch import Estimate
    from sim.batch.experiment.spec import Budget

HOURS = {"h": 1.0, "min": 1.0 / 60.0}


@dataclass(frozen=True)
class Limit:
    """The most runs, and the most hours; None: there is no limit."""

    runs: int | None
    hours: float | None

    def check_runs(self, runs: int) -> None:
        """Object to more runs than that."""
        if self.runs is not None and runs > self.runs:
            raise SimError(
                f"{runs:,} runs are above the budget of {self.runs:,}; add --yes, raise --budget, "
                "or ask for fewer samples"
            )

    def check_hours(self, estimate: Estimate, folder: str) -> None:
        """Object to a longer time than that; what was timed is kept."""
        if self.hours is not None and estimate.hours is not None and estimate.hours > self.hours:
            raise SimError(
                f"that is above the budget of {duration(self.hours * 3600)}; go on all the same "
                f"with countervail batch resume {folder} --yes, or ask for fewer samples"
            )


def budget_of(written: Budget, typed: str | None) -> Limit:
    """Return the budget of an experiment file, or what was typed in its place.

    SimError if what was typed is neither a number of runs nor a time.
    """
    if typed is None:
        return Limit(written.runs, written.hours)
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(h|min)?", typed.strip().replace(",", ""))
    if not found or (not found[2] and "." in found[1]) or not float(found[1]):
        raise SimError(f"--budget {typed}: write runs such as 10000, or a time such as 2h or 30min")
    if found[2]:
        return Limit(None, float(found[1]) * HOURS[found[2]])
    return Limit(int(found[1]), None)
