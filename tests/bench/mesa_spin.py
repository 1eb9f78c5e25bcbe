"""A Mesa model of one step that does the same work as all the others."""

from __future__ import annotations

import mesa

from tests.bench.spins import spin


class MesaSpin(mesa.Model):  # type: ignore[misc]  # mesa has no types
    """A model of one step."""

    def __init__(self, run: int, turns: int, deadly: int) -> None:
        super().__init__()
        self.run, self.turns, self.deadly = run, turns, deadly
        self.total = 0.0
        self.datacollector = mesa.DataCollector(model_reporters={"total": "total"})

    def step(self) -> None:
        """Do the work."""
        self.total = spin(self.turns, self.run, self.deadly)
        self.datacollector.collect(self)
        self.running = False
