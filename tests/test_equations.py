"""The pages of equations and rules and the code that carries them out bear the same numbers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.parameters import catalogue

ROOT = Path(__file__).parents[1]
NAMES = (
    "economy",
    "politics",
    "coalitions",
    "information",
    "dependence",
    "adjudication",
    "why",
)
PAGES = {name: (ROOT / "docs" / "explanation" / f"{name}.md").read_text("utf-8") for name in NAMES}
PAGE = "\n".join(PAGES.values())
SECTIONS = re.findall(r"^## §(\w+) ", PAGE, re.MULTILINE)
EQUATIONS = re.findall(r"^\*\*§(\w+\.\d+)\*\*", PAGE, re.MULTILINE)
CITED = re.compile(r"§(\w+(?:\.\d+)?)")
CODE = {
    path.relative_to(ROOT).as_posix(): set(CITED.findall(path.read_text("utf-8")))
    for path in sorted((ROOT / "sim").rglob("*.py"))
}


def test_equations_are_numbered_once_and_in_order() -> None:
    assert len(set(EQUATIONS)) == len(EQUATIONS)
    for section in SECTIONS:
        own = [int(e.split(".")[1]) for e in EQUATIONS if e.split(".")[0] == section]
        assert own == list(range(1, len(own) + 1)), section


@pytest.mark.parametrize("path", [p for p, cited in CODE.items() if cited])
def test_every_number_in_the_code_stands_on_the_page(path: str) -> None:
    assert sorted(CODE[path] - {*SECTIONS, *EQUATIONS}) == []


def test_every_equation_is_cited_where_it_is_computed() -> None:
    cited = set().union(*CODE.values())
    assert [e for e in EQUATIONS if e not in cited] == []


def test_the_pages_cite_only_equations_there_are() -> None:
    assert sorted(set(CITED.findall(PAGE)) - {*SECTIONS, *EQUATIONS}) == []


def test_every_parameter_acts_in_an_equation() -> None:
    words = set(re.findall(r"[a-z]+(?:_[a-z]+)*", PAGE))
    assert sorted(set(catalogue()) - words) == []
