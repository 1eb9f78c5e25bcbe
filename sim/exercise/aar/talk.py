"""Talk: how much seats talked in a round, and what everybody could read."""

from __future__ import annotations

from collections import Counter

from sim.exercise.aar.report import Press, Talk
from sim.exercise.acts import WHITE
from sim.exercise.state import State
from sim.exercise.topics.talk import TALK


def talk(state: State, round: int) -> Talk:
    """Return what was said in a round: public texts in full, all others counted."""
    said = [item for item in state.of(TALK).items if max(1, item.round) == round]
    rfis = [rfi for rfi in state.of(TALK).rfis.values() if max(1, rfi.round) == round]
    return Talk(
        messages=dict(Counter(i.sender for i in said if i.kind == "message" and i.sender != WHITE)),
        questions=len(rfis),
        answered=sum(rfi.state in ("answered", "released") for rfi in rfis),
        press=tuple(
            Press(item.author, f"{item.headline}: {item.text}" if item.headline else item.text)
            for item in said
            if item.kind == "press"
        ),
    )
