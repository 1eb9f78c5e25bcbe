"""What is said of orders written in a scenario that are not understood."""

from __future__ import annotations

import pytest

from sim.scenario import catalog
from sim.scenario.loader import FILE, read
from sim.seats.load import EVERY_RULE

SOUND = "export_licensing product=ore target=SOUTH rate=0.5"
TEXT = (catalog.folder("two-islands") / FILE).read_text("utf-8")


def said(order: str) -> list[str]:
    assert TEXT.count(SOUND) == 1
    return [
        problem.message for problem in read(TEXT.replace(SOUND, order), "f", EVERY_RULE).problems
    ]


def test_an_order_that_is_understood_has_no_problem() -> None:
    assert said(SOUND) == []
    assert said("export_quota product=ore,metal amount=10 until=2031-01-01") == []
    assert said("export_ban product=ore,pump") == []


@pytest.mark.parametrize("product", ["ore,pump", "*"])
@pytest.mark.parametrize("instrument", ["export_quota", "stockpile_build"])
def test_an_amount_counts_one_unit(instrument: str, product: str) -> None:
    (message,) = said(f"{instrument} product={product} amount=10 until=2031-01-01")
    assert message.startswith("amount= would count ")
    assert " and t together" in message


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ("export_bann product=ore", "Did you mean 'export_ban'?"),
        ("export_ban product=ores", "product=: unknown product 'ores'"),
        ("export_ban product=ore target=SUOTH", "Did you mean 'SOUTH'?"),
        ("export_ban product=ore from=2031-01-02 until=2031-01-01", "lies before from="),
        ("export_quota product=ore amount=10", "needs until="),
        ("lift order=ore-sqeeze", "Did you mean 'ore-squeeze'?"),
    ],
)
def test_what_is_wrong_with_an_order_is_said(order: str, told: str) -> None:
    (message,) = said(order)
    assert told in message


INJECT = "title: Nets are cut at sea"


def said_of_inject(more: str) -> list[str]:
    assert TEXT.count(INJECT) == 1
    changed = TEXT.replace(INJECT, f"{INJECT}\n{more}")
    return [problem.message for problem in read(changed, "f", EVERY_RULE).problems]


def test_an_inject_may_do_something() -> None:
    assert said_of_inject("    by: NORTH\n    order: export_ban product=ore") == []


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("    by: NORTH", "by and order go together; order is missing"),
        ("    order: export_ban product=ore", "by and order go together; by is missing"),
        ("    by: NORHT\n    order: export_ban product=ore", "Did you mean 'NORTH'?"),
        ("    by: NORTH\n    order: export_ban product=oar", "unknown product 'oar'"),
        ("    by: NORTH\n    order: export_bann", "Did you mean 'export_ban'?"),
        ("    by: NORTH\n    order: export_quota product=ore,pump amount=9 until=2031-01-01",
         "together"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_what_an_inject_does_is_said(more: str, told: str) -> None:
    (message,) = said_of_inject(more)
    assert told in message


def test_what_an_inject_does_has_an_id_of_its_own() -> None:
    same = TEXT.replace("id: nets-cut", "id: ore-squeeze")
    assert read(same, "f", EVERY_RULE).problems == ()  # an inject that only tells is no order
    acting = same.replace(INJECT, f"{INJECT}\n    by: NORTH\n    order: export_ban product=ore")
    (problem,) = read(acting, "f", EVERY_RULE).problems
    assert "is the id of the one in line" in problem.message
