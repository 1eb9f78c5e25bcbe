"""Support: how people take what is done to them, and what a government can afford (§P.16 to §P.20).

All functions hold for one country or an array of them; support and capital run from 0 to 100.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import numpy as np

from sim.politics.home.cost import felt
from sim.politics.sums import Value

FULL = 100.0
"""The whole people; the most capital there is [points]."""


def rally(
    before: Value,
    rise: Value,
    nationalism: Value,
    attribution: Value,
    months: float,
    parameters: Mapping[str, float],
) -> Value:
    """Return the rally behind a government under pressure from abroad [0 to 1] (§P.16).

    Parameters
    ----------
    before : the rally so far [0 to 1]
    rise : rise of the level of escalation since [0 to 8]
    nationalism : how readily people rally [0 to 1]
    attribution : how surely another country is held to be behind it [0 to 1]
    months : time since `before` [month]
    """
    kept = parameters["rally_memory"] ** months
    stirred = parameters["rally_gain"] * nationalism * attribution * np.maximum(rise, 0.0)
    return cast(Value, np.minimum(1.0, stirred + kept * before))


def tired(damage: Value, age: Value, parameters: Mapping[str, float]) -> Value:
    """Return how gravely a loss is taken after some months of it [% of GDP] (§P.17)."""
    months = np.minimum(age, parameters["support_fatigue_months"])
    loss = np.maximum(damage, 0.0)
    return cast(Value, loss * (1.0 + parameters["support_fatigue"] * months))


def support(
    before: Value,
    usual: Value,
    loss: Value,
    rally: Value,
    months: float,
    parameters: Mapping[str, float],
) -> Value:
    """Return support after some months [0 to 100] (§P.18).

    Parameters
    ----------
    before : support so far [0 to 100]
    usual : where it goes of itself [0 to 100]
    loss : what disputes cost, as it is taken (`tired`) [% of GDP]
    rally : [0 to 1]
    months : time since `before` [month]
    """
    aim = usual + parameters["support_rally"] * rally - parameters["support_loss"] * loss
    pace = 1.0 - (1.0 - parameters["support_pace"]) ** months
    return cast(Value, np.clip(before + pace * (aim - before), 0.0, FULL))


def capital(before: Value, support: Value, months: float, parameters: Mapping[str, float]) -> Value:
    """Return political capital after some months without orders [points] (§P.19)."""
    above = np.maximum(support - parameters["capital_support"], 0.0)
    rise = parameters["capital_growth"] + parameters["capital_popularity"] * above
    return cast(Value, np.clip(before + rise * months, 0.0, FULL))


def pressure(
    damage: Value,
    parameters: Mapping[str, float],
    *,
    sector: Value = 0.0,
    weight: Value = 0.0,
    shortage: Value = 0.0,
    rally: Value = 0.0,
    compensated: Value = 0.0,
    alignment: Value = 1.0,
) -> Value:
    """Return the pressure at home to give way [0 to 1] (§P.20); for display and policies only.

    `compensated` is the share of the loss that the state makes good, `alignment` how far firms go
    along with the government; the others are those of `felt`. Sector and shortage weigh in felt
    cost already and are not part of any odds here.
    """
    p = parameters
    total = (
        p["pressure_cost"] * felt(damage, p)
        + p["pressure_sector"] * sector * weight
        + p["pressure_shortage"] * shortage
        - p["pressure_rally"] * rally
        - p["pressure_compensation"] * compensated
        + p["pressure_business"] * (1.0 - alignment)
    )
    return cast(Value, np.clip(total, 0.0, 1.0))
