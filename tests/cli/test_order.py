"""`countervail order`: the catalogue in lists, in full, and as what a seat may order."""

import json

import pytest
from typer.testing import CliRunner, Result

from cli import cases
from cli.app import app
from cli.catalogue import CATEGORIES, DEPTHS, GATES, WTO
from cli.reference import ministries, orders
from sim.orders.gates import GATES as ASKED
from sim.orders.governments import governments
from sim.orders.instruments import instruments


def order(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["order", *arguments], env={"COLUMNS": "80"})


def width(text: str) -> int:
    return max(map(len, text.splitlines()))


# Lists.


def test_the_list_names_every_instrument_once() -> None:
    shown = order("list").stdout
    words = [line.split()[0] for line in shown.splitlines() if line.strip()]
    assert [word for word in words if word in instruments()] == sorted(
        instruments(), key=lambda name: list(CATEGORIES).index(instruments()[name].category)
    )
    assert width(shown) <= 80
    assert "\x1b" not in shown


def test_category_and_depth_narrow_the_list() -> None:
    rows = json.loads(order("list", "--category", "promote", "--json").stdout)
    assert {row["category"] for row in rows} == {"promote"}
    both = json.loads(
        order("list", "--category", "coerce", "--depth", "political", "--json").stdout
    )
    assert {(row["category"], row["depth"]) for row in both} == {("coerce", "political")}
    shown = order("list", "--category", "de-escalate", "--depth", "economic").stdout
    assert "lift" in shown
    assert "export_ban" not in shown


def test_a_row_says_what_it_costs_and_who_decides() -> None:
    rows = {row["name"]: row for row in json.loads(order("list", "--json").stdout)}
    assert len(rows) == len(instruments())
    ban, entry = rows["export_ban"], instruments()["export_ban"]
    assert ban["capital"] == entry.capital
    assert ban["lead_months"]["decide"] == list(entry.lead_months.decide)
    assert ban["authority"] == dict(entry.authority)


def test_what_the_catalogue_can_say_has_words() -> None:
    entries = instruments().values()
    assert {entry.category for entry in entries} <= CATEGORIES.keys()
    assert {entry.depth for entry in entries} <= DEPTHS.keys()
    assert {entry.wto for entry in entries} <= WTO.keys()
    assert ASKED.keys() == GATES.keys()


# One instrument.


@pytest.mark.parametrize("name", list(instruments()))
def test_everything_of_an_entry_is_shown(name: str) -> None:
    entry, done = instruments()[name], order("show", name)
    assert done.exit_code == 0, done.output
    assert width(done.stdout) <= 80
    told = "".join(done.stdout.split())  # lines may break anywhere
    for text in (
        entry.title, entry.world, entry.here, entry.borne_by, entry.confidence, entry.wto_note,
        *entry.legal_basis, *entry.examples, *entry.sources, *entry.counters,
        *(key.meaning for key in entry.keys.values()), *(effect.do for effect in entry.effects),
    ):  # fmt: skip
        assert "".join(text.split()) in told, text


def test_who_decides_is_named_with_the_ministry_and_who_objects() -> None:
    shown = " ".join(order("show", "export_licensing").stdout.split())
    assert "METI, Ministry of Economy, Trade and Industry; against it: MOFA" in shown
    data = json.loads(order("show", "export_licensing", "--json").stdout)
    japan = next(row for row in data["decides"] if row["government"] == "JPN")
    assert (japan["ministry"], japan["objectors"]) == ("METI", ["MOFA"])


def test_keys_come_with_range_unit_and_default() -> None:
    shown = " ".join(order("show", "customs_slowdown").stdout.split())
    assert (
        "release= share of the queue let go in a week: from 0 to 1, in 1/week; 0 if left" in shown
    )
    keys = json.loads(order("show", "export_quota", "--json").stdout)["keys"]
    assert (keys["amount"]["high"], keys["carry"]["default"]) == (None, 0)
    assert keys["product"]["of"] == "product"


def test_the_cases_that_exercise_it_are_named() -> None:
    assert "a ban ends on its last day (exports.yaml)" in order("show", "export_ban").stdout
    told = json.loads(order("show", "export_ban", "--json").stdout)["cases"]
    assert {"file": "exports.yaml", "name": "a ban ends on its last day"} in told


def test_without_the_tests_it_says_where_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cases, "FOLDER", cases.FOLDER / "nowhere")
    shown = order("show", "export_ban").stdout
    assert "docs/reference/orders.md" in shown
    assert json.loads(order("show", "export_ban", "--json").stdout)["cases"] is None


# What a seat may order.


def test_a_seat_is_offered_what_it_may_order() -> None:
    chosen = ("--for", "three-chokepoints", "--seat", "SORIN", "--category", "promote")
    data = json.loads(order("list", *chosen, "--json").stdout)
    assert (data["scenario"], data["seat"]) == ("three-chokepoints", "SORIN")
    for option in data["orders"]:
        assert instruments()[option["instrument"]].category == "promote"
        assert option["order"].split()[0] == option["instrument"]
        assert option["capital"] == pytest.approx(sum(option["capital_parts"].values()), rel=1e-5)
        assert option["decides"] in governments()["JPN"].ministries
        assert option["begins"] >= data["date"]
    shown = order("list", *chosen).stdout
    assert width(shown) <= 80
    named = {option["instrument"] for option in data["orders"]}
    assert f"{len(data['orders'])} orders of {len(named)} instruments" in shown
    assert "METI: Ministry of Economy, Trade and Industry" in shown
    every = order("list", *chosen, "--all").stdout
    assert len(every.splitlines()) > len(shown.splitlines())


def test_a_firm_and_a_ministry_have_their_own_menus() -> None:
    of = ("list", "--for", "three-chokepoints", "--json", "--seat")
    firm = json.loads(order(*of, "Korva-Metals").stdout)["orders"]
    assert {option["decides"] for option in firm} == {"Korva-Metals"}
    assert not any(option["capital"] for option in firm)
    ministry = json.loads(order(*of, "SORIN.MOF").stdout)["orders"]
    assert {option["decides"] for option in ministry} == {"MOF"}


# Mistakes.

MISTAKES = [
    (("show", "exprt_ban"), "Did you mean 'export_ban'?"),
    (("list", "--for", "three-chokepoints"), "--for needs --seat"),
    (("list", "--seat", "SORIN"), "--seat needs --for"),
    (("list", "--all"), "--all needs --for and --seat"),
    (("list", "--for", "three-chokepoint", "--seat", "SORIN"), "Did you mean 'three-chokepoints'?"),
    (("list", "--for", "three-chokepoints", "--seat", "SORI"), "Did you mean 'SORIN'?"),
    (("list", "--for", "two-islands", "--seat", "NORTH.Trad"), "Did you mean 'NORTH.Trade'?"),
]


@pytest.mark.parametrize(("arguments", "message"), MISTAKES)
def test_a_mistake_is_told_with_the_nearest_name(arguments: tuple[str, ...], message: str) -> None:
    done = order(*arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not done.stdout


# The page.


def test_the_page_holds_every_instrument_and_ministry() -> None:
    table, told = orders(), ministries()
    for name in instruments():
        assert table.count(f"| `{name}` |") == 1
    for government in governments().values():
        for name, ministry in government.ministries.items():
            assert f"| `{name}` | {ministry.title} |" in told
