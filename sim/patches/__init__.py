"""Patches: named quantities of the World changed by hand, by an inject or the white cell (§A.39).

SORIN.support -= 3    SORIN.stock(magnet) *= 0.8    KORVA.price(ndpr) = 120 USD/kg
"""

from sim.patches.apply import checked, missing, patched
from sim.patches.patch import Patch, check

__all__ = ["Patch", "check", "checked", "missing", "patched"]
