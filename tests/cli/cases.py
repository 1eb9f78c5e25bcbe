"""A small historical case made of the tutorial scenario, for tests of the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

from sim.scenario import catalog

OBSERVED = """\
format: 1
case: two-islands
case_start: 2030-07-01
fit_until: 2030-12-31
sources:
  S: {title: Made up, grade: C}
series:
  - name: ore-imports
    title: Ore imports of the South from the North
    unit: t
    kind: emergent
    because: The model decides it.
    source: S
    reading: {indicator: imports, country: SOUTH, partner: NORTH, product: ore}
    points:
      "2030-02": {value: 4600, source: S}
      "2030-06": {value: 4700, source: S}
      "2030-08": {value: 3000, source: S}
      "2030-10": {value: 2600, source: S}
      "2030-12": {value: 2700, source: S}
      "2031-03": {value: 2900, source: S}
      "2031-06": {value: 3000, source: S}
  - name: metal-price
    title: Price of metal in the South
    unit: USD/t
    kind: emergent
    because: The model decides it.
    source: S
    reading: {indicator: home_price, country: SOUTH, product: metal}
    points:
      "2030-06": {value: 2500, source: S}
      "2030-09": {value: 2700, source: S}
      "2031-06": {value: 2800, source: S}
targets:
  - name: ore-fall
    title: Fall of ore imports from the North
    unit: "1"
    kind: emergent
    because: The model decides it.
    source: S
    form: change
    of: {indicator: imports, country: SOUTH, partner: NORTH, product: ore, period: "2030-H2"}
    to: {indicator: imports, country: SOUTH, partner: NORTH, product: ore, period: "2030-Q2"}
    observed: 0.0
    low: -0.1
    high: 0.1
    dated: 2030-12-31
  - name: peak
    title: Month in which metal was dearest
    unit: month
    kind: near-imposed
    because: Little lies between.
    source: S
    form: peak
    of: {indicator: home_price, country: SOUTH, product: metal, period: "2030-02..2031-10"}
    observed: "2031-01"
    low: "2030-08"
    high: "2031-10"
    dated: 2031-10-31
"""


def case(folder: Path, observed: str = OBSERVED) -> str:
    """Return the path of the tutorial scenario copied to a folder, observed data beside it."""
    shutil.copy(catalog.folder("two-islands") / "scenario.yaml", folder / "scenario.yaml")
    (folder / "observed.yaml").write_text(observed, "utf-8")
    return str(folder)
