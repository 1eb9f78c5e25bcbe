"""Felt cost: how much a loss weighs with those who decide (§P.1 to §P.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np

from sim.politics.sums import Value, exp


def effective(
    damage: Value,
    parameters: Mapping[str, float],
    *,
    sector: Value = 0.0,
    weight: Value = 0.0,
    shortage: Value = 0.0,
) -> Value:
    """Return the loss that is felt as much as damage, sector and shortage together [% of GDP].

    Parameters
    ----------
    damage : loss of real income, yearly [% of GDP]; a gain counts as nothing (§P.1)
    sector : share of its output that the worst-hit activity lost [1]
    weight : political weight of that activity [1]
    shortage : 1 less what critical uses got of what they wanted [1]
    """
    loss = cast(Value, np.maximum(damage, 0.0))
    return (
        loss + parameters["cost_sector"] * sector * weight + parameters["cost_shortage"] * shortage
    )


def felt(
    damage: Value,
    parameters: Mapping[str, float],
    *,
    sector: Value = 0.0,
    weight: Value = 0.0,
    shortage: Value = 0.0,
) -> Value:
    """Return the cost felt, 0 for none up to 1 for what nobody can bear [1] (§P.2).

    Parameters are those of `effective`.
    """
    loss = effective(damage, parameters, sector=sector, weight=weight, shortage=shortage)
    return 1.0 - exp(-loss / parameters["cost_scale"])


def adapted(damage: Value, months: Value, parameters: Mapping[str, float]) -> Value:
    """Return what is left of a loss once people have had time to adapt [% of GDP] (§P.3).

    For disputes that no economy is run for; in a game the economy itself adapts.
    """
    floor = parameters["adaptation_floor"]
    return damage * (floor + (1.0 - floor) * exp(-months / parameters["adaptation_months"]))
