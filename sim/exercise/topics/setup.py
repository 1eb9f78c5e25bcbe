"""Setup: what an exercise is made from; said once, in the first entry, and never changed."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from sim.exercise.acts import Act
from sim.exercise.state import NotNowError, Said, State, Topic


class Created(Act):
    """An exercise was made of a scenario, whose text travels with it."""

    title: str
    scenario: str
    """Name."""
    scenario_text: str = Field(max_length=2_000_000)
    template_text: str = Field("", max_length=2_000_000)
    """Text of its exercise.yaml; empty: it has none."""
    format: str
    """Which of the template's formats is played."""
    seed: int = Field(ge=0)
    parameters: Mapping[str, float] = {}
    """Those that differ from the scenario's."""
    program: str
    """Version of Countervail that made it."""
    language: str = "en"
    marking: str = ""
    """Handling mark of every page and screen."""


class _Setup(Topic[Created | None]):
    name = "setup"
    rewound = False
    acts = (Created,)

    def check(self, state: State, said: Said) -> None:
        if state.head:
            raise NotNowError("the exercise has been made already")

    def after(self, own: Created | None, said: Said, before: State) -> Created | None:
        return said.act if isinstance(said.act, Created) else own


SETUP = _Setup(None)
