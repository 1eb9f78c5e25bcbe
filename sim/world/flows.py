"""Flows: what moved in each tick, summed by country and product.

T ticks, C countries, P products, A activities; rows in the order of the World's indices.
Quantities are in the product's own unit, money in USD, prices in USD per unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Flows:
    """Recorded ticks; what happened between two Worlds."""

    produced: Floats
    """Output of each product in each country [unit]; shape (T, C, P)."""
    level: Floats
    """Level of each activity in each country [activity unit]; shape (T, C, A)."""
    level_wanted: Floats
    """Level the activity's firms wanted, inputs allowing [activity unit]; shape (T, C, A)."""
    used: Floats
    """Input use by firms [unit]; shape (T, C, P)."""
    used_wanted: Floats
    """Input use at the wanted level [unit]; shape (T, C, P)."""
    consumed: Floats
    """Final consumption [unit]; shape (T, C, P)."""
    consumed_wanted: Floats
    """Final demand at the prices of the day [unit]; shape (T, C, P)."""
    shipped: Floats
    """Left seller for buyer [unit]; shape (T, C seller, C buyer, P)."""
    declared: Floats
    """The part of `shipped` that the seller's customs record [unit]; shape (T, C, C, P)."""
    declared_value: Floats
    """What `declared` was worth at the border: price, duty and premium [USD]; (T, C, C, P)."""
    quota_used: Floats
    """Shipped or held against a quota of the seller's country [unit]; shape (T, C, P)."""
    arrived: Floats
    """Reached the buyer, by the country it was bought from [unit]; shape (T, C, C, P)."""
    arrived_origin: Floats
    """Reached the buyer, by the country it was made in [unit]; shape (T, C, C, P)."""
    home_price: Floats
    """Sellers' price at the gate, mean over normal output [USD/unit]; shape (T, C, P)."""
    export_price: Floats
    """Price for declared exports at the border, duty and premium in it [USD/unit]; (T, C, P)."""
    buyer_price: Floats
    """Price users and consumers pay, over their present suppliers [USD/unit]; shape (T, C, P)."""
    premium: Floats
    """Price of a licence under the country's quota [USD/unit]; shape (T, C, P)."""
    buyer_stock: Floats
    """Held by users, consumers and the state [unit]; shape (T, C, P)."""
    state_stock: Floats
    """The part of `buyer_stock` held by the state [unit]; shape (T, C, P)."""
    seller_stock: Floats
    """Held by producers for sale [unit]; shape (T, C, P)."""
    transit: Floats
    """Under way to buyers of the country [unit]; shape (T, C, P)."""
    held: Floats
    """In a customs queue in the seller's country [unit]; shape (T, C, P)."""
    lost: Floats
    """Spoiled or unsold services [unit]; shape (T, C, P)."""
    accounts: Floats
    """Net receipts of each kind of account [USD]; shape (T, C, account kind)."""

    def __len__(self) -> int:
        return int(self.produced.shape[0])

    def until(self, tick: int) -> Flows:
        """Return the ticks before one."""
        return Flows(**{f.name: getattr(self, f.name)[:tick] for f in fields(Flows)})

    @staticmethod
    def joined(parts: Sequence[Flows]) -> Flows:
        """Return the ticks of all parts, one after the other."""
        return Flows(
            **{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Flows)}
        )
