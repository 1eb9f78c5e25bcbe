"""A frozen value changed is the one that `dataclasses.replace` makes."""

from __future__ import annotations

import dataclasses
from functools import cached_property
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.values import replace
from sim.world.disputes import Dispute

DISPUTE = Dispute("claim", "A", "B", "leave", "security", 0.4, 0.6)
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "stage": st.sampled_from(("latent", "imposed")),
        "months": st.floats(0.0, 99.0),
        "partners": st.tuples(st.sampled_from("CD")),
    },
)


@dataclasses.dataclass(frozen=True)
class Square:
    side: float

    @cached_property
    def area(self) -> float:
        """Return what is worked out once."""
        return self.side**2


@given(CHANGES)
def test_it_is_what_dataclasses_make_of_it(changes: dict[str, Any]) -> None:
    changed = replace(DISPUTE, **changes)
    assert changed == dataclasses.replace(DISPUTE, **changes)
    assert hash(changed) == hash(dataclasses.replace(DISPUTE, **changes))
    assert changed is not DISPUTE


def test_what_was_worked_out_of_the_old_one_is_not_kept() -> None:
    small = Square(2.0)
    assert small.area == 4.0
    assert replace(small, side=3.0).area == 9.0


def test_what_is_no_field_is_not_taken() -> None:
    changes: dict[str, Any] = {"stake": 0.5}
    with pytest.raises(TypeError, match="Dispute has no field stake"):
        replace(DISPUTE, **changes)


def test_the_old_one_stays_as_it_was() -> None:
    before = dataclasses.replace(DISPUTE)
    replace(DISPUTE, months=7.0)
    assert before == DISPUTE
