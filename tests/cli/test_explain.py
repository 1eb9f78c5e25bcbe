"""`run --explain`: text, JSON and files, and what is said of a mistake."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from cli.app import app
from cli.explain import explained_texts, names_of
from sim.explain.explained import Explained
from sim.explain.items import Item
from sim.explain.trail import Part, Trail
from tests.explain.made_up import number

RUN = ("run", "two-islands", "--rounds", "3")
IMPORTS = "SOUTH.imports(ore,NORTH)"


def invoke(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"COLUMNS": "80"})


@pytest.fixture(scope="module")
def printed() -> str:
    result = invoke(*RUN, "--explain", f"{IMPORTS},SOUTH.damage", "--explain-round", "3")
    assert result.exit_code == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    folder = tmp_path_factory.mktemp("out")
    result = invoke(*RUN, "--explain", IMPORTS, "--ensemble", "6", "--workers", "2", "--json",
                    "--out", str(folder))  # fmt: skip
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout), folder


def test_the_text_leads_from_what_was_before_to_the_number(printed: str) -> None:
    third = printed[printed.index("Round 3") :]
    lines = [line.strip() for line in third.splitlines()]
    head = next(n for n, line in enumerate(lines) if line.startswith(f"{IMPORTS} "))
    told = "\n".join(lines[head : head + 12])
    assert "(fitted)" in lines[head]
    assert "what was so before" in told
    assert "(ore-squeeze)" in told and "▒" in told
    assert f"{IMPORTS} −" in told and "%: The North licenses half of the ore for the" in told
    assert "exact" in told


def test_only_the_round_asked_for_is_explained(printed: str) -> None:
    assert printed.count("what was so before") == 1


def test_what_has_no_value_says_so(printed: str) -> None:
    assert "SOUTH.damage  no value" in printed
    assert "It has no value in this round" in printed


def test_lines_fit_the_page(printed: str) -> None:
    assert max(len(line) for line in printed.splitlines()) <= 80


def test_an_empty_trail_says_so() -> None:
    result = invoke("run", "two-islands", "--rounds", "1", "--explain", IMPORTS)
    assert "nothing to explain" in result.stdout


def test_json_has_every_round_and_adds_up(data: tuple[dict[str, Any], Path]) -> None:
    found, _ = data
    assert [row["round"] for row in found["explained"]] == [1, 2, 3]
    last = found["explained"][-1]
    assert (last["name"], last["unit"]) == (IMPORTS, "t")
    whole = sum(part["share"] for part in last["parts"])
    assert whole == pytest.approx(last["value"] - last["before"], rel=1e-9)
    assert last["range"]["low"] <= last["range"]["median"] <= last["range"]["high"]
    assert last["mark"] in ("fitted", "sourced", "judged")
    assert last["sentence"].startswith(IMPORTS)
    whole_spread = sum(last["moved_by"].values()) + (last["moved_by_the_rest"] or 0.0)
    assert not last["moved_by"] or whole_spread >= 1.0 - 1e-5


def test_a_waterfall_is_drawn_of_what_was_moved(data: tuple[dict[str, Any], Path]) -> None:
    _, folder = data
    drawn = sorted(path.name for path in folder.glob("why-*"))
    assert "why-3-SOUTH.imports-ore-NORTH.png" in drawn
    assert "why-3-SOUTH.imports-ore-NORTH.svg" in drawn
    assert not any(name.startswith("why-1") for name in drawn)
    svg = (folder / "why-3-SOUTH.imports-ore-NORTH.svg").read_text("utf-8")
    assert "<svg" in svg


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--explain", "SOTH.price(ore)"), "unknown country or dispute 'SOTH'"),
        (("--explain", "SOUTH.prise(ore)"), "Did you mean 'price'?"),
        (("--explain", "SOUTH.damage", "--explain-round", "9"), "rounds 1 to 3 are played"),
        (("--explain", "SOUTH.damage", "--explain-round", "0"), "rounds 1 to 3 are played"),
        (("--explain", "NORTH-SOUTH-1.prise"), "unknown number of a dispute 'prise'"),
        (("--ensemble", "20"), "--ensemble: name what to explain with --explain"),
        (
            ("--explain", "SOUTH.damage", "--ensemble", "99999999999999999999"),
            "'--ensemble': Input should be less",
        ),
        (("--explain", "SOUTH.damage", "--samples", "1001"), "less than or equal to 1000"),
        (("--explain", "SOUTH.damage", "--workers", "257"), "less than or equal to 256"),
        (("--explain", "SOUTH.price"), "SOUTH.price: price needs a product"),
        (("--workers", "2"), "--workers: name what to explain with --explain"),
    ],
)
def test_a_mistake_is_told_with_what_would_do_before_anything_is_played(
    options: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.replay.run.play_run", None)
    result = invoke(*RUN, *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_a_dispute_that_never_began_is_told_of_afterwards() -> None:
    result = invoke(*RUN, "--explain", "NORTH-SOUTH-1.escalation")
    assert result.exit_code == 2
    assert "unknown country or dispute 'NORTH-SOUTH-1'" in result.stderr


def made(text: str, *shares: float, exact: bool = True) -> Explained:
    parts = tuple(
        Part(Item(f"o{n}", "A", "an order", "order"), share, None) for n, share in enumerate(shares)
    )
    base = 0.5
    trail = Trail(number(text), 1, base, base + sum(shares), parts, exact=exact, reruns=1)
    return Explained(trail, None)


def told(one: Explained) -> str:
    page = Console(width=80, file=io.StringIO())
    with page.capture() as captured:
        page.print(*explained_texts([one]), sep="\n")
    return captured.get()


def test_probabilities_are_told_in_per_cent_and_their_changes_in_points() -> None:
    text = told(made("B.join(quarrel)", 0.1639, 0.0861))
    assert "B.join(quarrel)  75 %" in text and "probability" not in text
    assert "+8.61 points" in text and "+16.4 points" in text
    assert "B.join(quarrel) +25 points: an order (A) +16.4, an order (A) +8.61." in text


def test_what_adds_little_is_gathered_without_a_bar() -> None:
    text = told(made("B.join(quarrel)", 0.2, -0.0004, 0.0003, 0.0002, 0.0, 0.0, exact=False))
    (line,) = (line for line in text.splitlines() if "others" in line)
    assert "3 others, each below 0.05" in text
    assert "█" not in line and "▒" not in line
    assert "sampled; 2 more add nothing" in text


def test_a_bar_is_drawn_of_many_others_that_add_much_together() -> None:
    lines = told(made("B.support", *(1.0 + 0.01 * n for n in range(14, 0, -1)))).splitlines()
    (line,) = (line for line in lines if "4 others, each below 2" in line)
    assert "█" in line


def test_without_explain_nothing_changes() -> None:
    result = invoke(*RUN, "--json")
    assert "explained" not in json.loads(result.stdout)


def test_commas_in_brackets_do_not_part_names() -> None:
    assert names_of("A.imports(x,B),A.damage") == ["A.imports(x,B)", "A.damage"]
