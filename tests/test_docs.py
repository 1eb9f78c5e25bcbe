"""The documentation: links lead somewhere, and commands that it names are understood."""

import json
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from cli.app import app
from cli.options import settings_of
from cli.prompt.core import LEAVING
from cli.registry.reading import parsed
from cli.registry.registry import found
from cli.registry.words import words_of
from sim.game import parameters_of
from sim.orders.instruments import instruments
from sim.replay.history import read_history
from sim.scenario import catalog, source, spec
from sim.scenario.loader import FILE, Draft, read
from sim.scenario.plan import with_plan
from sim.scenario.schema import json_schema
from sim.seats.history import left_out
from sim.seats.load import EVERY_RULE, load_orders, load_scenario

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)(#[^)]*)?\)")
COMMAND = re.compile(r"^(?:\S*[\\/])?countervail (.*)$", re.MULTILINE)
BLOCK = re.compile(r"^```(?:sh|powershell)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def title(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=title)
def test_links_lead_to_files(page: Path) -> None:
    text = page.read_text("utf-8")
    missing = [to for to, _ in LINK.findall(text) if not (page.parent / to).exists()]
    assert not missing


def commands(page: Path) -> Iterator[dict[str, Any]]:
    """Yield the values that each command on a page is given; an option that is none raises."""
    for block in BLOCK.findall(page.read_text("utf-8")):
        for line in COMMAND.findall(block):
            words = shlex.split(line.partition(" > ")[0].replace("\\", "/"), comments=True)
            command = get_command(app)
            while words and words[0] in getattr(command, "commands", {}):
                command = command.commands[words.pop(0)]  # type: ignore[attr-defined]
            yield command.make_context(command.name, words).params


@pytest.mark.parametrize("page", PAGES, ids=title)
def test_commands_are_understood(page: Path, guided: Draft) -> None:
    for given in commands(page):
        name = given.get("name", "two-islands")
        scenario = guided.scenario if name.startswith("my-case") else played(name)
        assert scenario is not None
        if given.get("orders"):
            path = catalog.find(name)
            plan = load_orders(catalog.find_plan(given["orders"], path), scenario)
            scenario = with_plan(scenario, plan)
        left_out(scenario, given.get("without") or ())  # raises for a name that is none
        parameters_of(scenario, settings_of(given.get("settings")))  # and for a value out of range


PROMPT = re.compile(r"^(\w[\w.]*)> (.+)$", re.MULTILINE)
TRANSCRIPT = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=title)
def test_lines_typed_at_a_prompt_are_understood(page: Path) -> None:
    for block in TRANSCRIPT.findall(page.read_text("utf-8")):
        for by, line in PROMPT.findall(block):
            words = words_of(line)
            if words[0] in LEAVING or words[0].isdecimal():
                continue
            command, rest = found(words, white=by == "white")  # raises for what there is not
            parsed(command, rest)  # and for an option or a value that it does not take


@cache
def played(name: str) -> spec.Scenario:
    return load_scenario(catalog.find(name))


def test_the_index_lists_every_page() -> None:
    index = ROOT / "docs/README.md"
    listed = {(index.parent / to).resolve() for to, _ in LINK.findall(index.read_text("utf-8"))}
    assert {*(ROOT / "docs").rglob("*.md")} - {index} <= listed


# How to write a scenario.

GUIDE = (ROOT / "docs/how-to/write-a-scenario.md").read_text("utf-8")
TUTORIAL = (catalog.folder("two-islands") / FILE).read_text("utf-8")


def texts(file: str) -> list[str]:
    """The YAML that the guide shows of a file."""
    blocks = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    return [block for block in blocks if block.startswith(f"# {file}\n")]


def joined(one: Any, other: Any) -> Any:
    """The data of both: mappings are merged, lists put together, all else is replaced."""
    if isinstance(one, dict) and isinstance(other, dict):
        merged = {key: joined(one[key], other[key]) for key in one.keys() & other.keys()}
        return {**one, **other, **merged}
    return one + other if isinstance(one, list) and isinstance(other, list) else other


@pytest.fixture(scope="module")
def guided() -> Draft:
    """The tutorial's scenario with all that the guide adds to it."""
    data = source.parse(TUTORIAL, "tutorial").data
    for text in texts("scenario.yaml"):
        data = joined(data, source.parse(text, "guide").data)
    return read(json.dumps(data), "guide", EVERY_RULE)


def test_what_the_guide_adds_to_a_scenario_is_sound(guided: Draft) -> None:
    assert len(texts("scenario.yaml")) >= 8
    assert guided.problems == ()


def test_the_guide_shows_every_part_of_a_scenario() -> None:
    shown = {key for text in texts("scenario.yaml") for key in source.parse(text, "guide").data}  # type: ignore[attr-defined]
    assert shown >= spec.Scenario.model_fields.keys() - {"format", "summary", "countries"}


def test_what_the_guide_shows_of_observed_data_is_sound(guided: Draft) -> None:
    (text,) = texts("observed.yaml")
    assert guided.scenario is not None
    history, problems = read_history(text, "guide", guided.scenario)
    assert history is not None
    assert problems == ()


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("quantity: {value: 60, unit: kt/year", "quantity: {value: 50, unit: kt/year"),
        ("quantity: {value: 60, unit: kt/year", "quantity: {value: 90, unit: kt/year"),
        ("base_price: {value: 500,", "base_price: {value: 1500,"),
        ("target=SOUTH", "target=SUOTH"),
    ],
)
def test_the_guide_quotes_what_the_check_says(right: str, wrong: str) -> None:
    assert TUTORIAL.count(right) == 1
    draft = read(TUTORIAL.replace(right, wrong), "my-case/scenario.yaml", EVERY_RULE)
    (problem,) = draft.problems
    assert f"```text\n{problem}\n```" in GUIDE


def test_the_guide_lists_the_keys_of_the_instruments_that_cases_need() -> None:
    rows = re.findall(r"^\| `(\w+)` \| (`\w+=`[^|(]*)(\([^)]*\))? \|", GUIDE, re.MULTILINE)
    told = {
        name: ({*re.findall(r"\w+(?==)", needed)}, {*re.findall(r"\w+(?==)", optional)})
        for name, needed, optional in rows
    }
    known = instruments()
    assert len(told) >= 16
    assert told == {
        name: (
            {key for key, spec in known[name].own.items() if spec.required},
            {key for key, spec in known[name].own.items() if not spec.required},
        )
        for name in told
    }


def test_the_guide_names_the_limits_there_are() -> None:
    limits = {source.LARGEST_FILE, source.MOST_NODES, source.DEEPEST, *largest(json_schema())}
    paragraph = " ".join(GUIDE.partition("**Limits**")[2].partition("\n\n")[0].split())
    told = {int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", paragraph)}
    assert told - {9999} == limits | {40}


def largest(schema: Any) -> Iterator[int]:
    """Every limit on size in a JSON Schema; those on names are patterns."""
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key in ("maximum", "maxLength", "maxProperties", "maxItems") and value != 1:
                yield int(value)
            yield from largest(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from largest(value)
