"""Texts: all that catalogues must say: found in the sources, and in the data that is shown.

    .venv/bin/python -m pytest tests/language --bless

writes every catalogue anew: translations stay, new texts come in without one, and go if they are
not in the sources any more.
"""

import ast
import functools
import importlib.resources
from collections.abc import Iterator, Mapping
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, get_args

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from cli.registry.registry import sayable
from sim.exercise.msel.rows import Status
from sim.exercise.topics.evaluation import Moment
from sim.exercise.topics.offers import DealState
from sim.exercise.topics.rounds import Phase
from sim.exercise.topics.seats import Kind
from sim.exercise.views.deals import Standing
from sim.explain.published import READINGS
from sim.indicators import INDICATORS
from sim.language.catalogue import FILE, TOLD
from sim.orders.governments import governments
from sim.orders.instruments import instruments
from sim.scenario.source import parse
from sim.world import deals
from sim.world.disputes import Ending, Stage
from sim.world.rulings import Outcome

ROOT = Path(__file__).parents[2]

Key = tuple[str, str, str]
"""Sort of name, or empty; text for one; text for many, or empty."""

UNITS = tuple(
    sorted(
        {reading.unit for readings in READINGS.values() for reading in readings.values()}
        | {one.unit for one in INDICATORS.values() if "{unit}" not in one.unit}
        | {"of 100", "points", "week", "rung", "-1 to 1", "% of GDP a year"}
    )
)

NAMES: Mapping[str, tuple[str, ...]] = {
    "phase": get_args(Phase),
    "ruling": get_args(Outcome),
    "sheet": ("none", "draft", "submitted", "locked"),
    "idea": ("asked", "allowed", "refused"),
    "deal": (*get_args(Standing), *get_args(DealState), *get_args(deals.DealState)),
    "request": ("open", "answered", "released", "declined"),
    "letter": ("message", "press", "rfi", "answer"),
    "dispute": (*get_args(Stage), *get_args(Ending)),
    "chair": get_args(Kind),
    "inject": get_args(Status),
    "moment": get_args(Moment),
    "change": ("points",),
    "unit": UNITS,
    "mark": ("fitted", "sourced", "judged"),
    "key": tuple(sorted({key for one in instruments().values() for key in one.keys})),
}
"""Sort -> names of the program's own that are shown, and called something in each language."""

WIDTH = 100


def wanted() -> dict[Key, list[str]]:
    """Return every text -> the files that it is in."""
    found: dict[Key, list[str]] = {}
    for key, place in (*_said(), *_shown()):
        places = found.setdefault(key, [])
        if place not in places:
            places.append(place)
    return found


def _said() -> Iterator[tuple[Key, str]]:
    """Yield what calls in the sources say."""
    for room in ("sim", "cli"):
        for file in sorted((ROOT / room).rglob("*.py")):
            calls = [one for one in ast.walk(_tree(file)) if isinstance(one, ast.Call)]
            for call in sorted(calls, key=lambda one: (one.lineno, one.col_offset)):
                key = key_in(call)
                if key:
                    yield key, file.relative_to(ROOT).as_posix()


@functools.cache
def _tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def key_in(node: ast.AST) -> Key | None:
    """Return what a call of `t`, `later`, `label` or `n` says; None for all else."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return None
    words = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    if node.func.id in ("t", "later", "label") and len(words) == 1:
        return "", words[0], ""
    if node.func.id == "n" and len(words) == 2:
        return "", words[0], words[1]
    return None


def _shown() -> Iterator[tuple[Key, str]]:
    """Yield what is shown of the program's data, and its names for things."""
    for instrument in instruments().values():
        yield ("", instrument.title, ""), "sim/orders/catalogue"
    for government in governments().values():
        for ministry in government.ministries.values():
            yield ("", ministry.title, ""), "sim/orders/catalogue/governments.yaml"
    file = "exercise/template/general.yaml"
    text = importlib.resources.files("sim").joinpath(file).read_text("utf-8")
    for words in _strings(parse(text, file).data):
        yield ("", words, ""), f"sim/{file}"
    for command in sayable(white=False):
        for words in (command.help, *(argument.help for argument in command.arguments)):
            yield ("", words, ""), "cli/exercise"
    for readings in READINGS.values():
        for reading in readings.values():
            yield ("", reading.meaning, ""), "sim/explain/published.py"
    for indicator in INDICATORS.values():
        meaning = indicator.definition.partition(". ")[0].rstrip(".")
        yield ("", meaning, ""), "sim/indicators/readings.py"
    for sentence in sentences():
        yield (TOLD, sentence, ""), "tests/language/sentences.txt"
    for sort, names in NAMES.items():
        for name in names:
            yield (sort, name, ""), "names"


def sentences() -> list[str]:
    """Return the sentences that are retold."""
    lines = (Path(__file__).with_name("sentences.txt")).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _strings(data: Any) -> Iterator[str]:
    """Yield the texts of the general exercise; ids and kinds are no texts."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for key, value in data.items():
            if key not in ("id", "kind"):
                yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)


def literals() -> set[str]:
    """Return every text in the sources, what stands between the places of one each by itself."""
    return {
        node.value
        for room in ("sim", "cli")
        for file in (ROOT / room).rglob("*.py")
        for node in ast.walk(_tree(file))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


# --- catalogues ----------------------------------------------------------------------------------


def path_of(language: str) -> Path:
    """Return the file of a catalogue."""
    return ROOT / "sim/language/locale" / language / FILE


def catalogue_of(language: str) -> Catalog:
    """Return a catalogue as its file has it."""
    return read_po(BytesIO(path_of(language).read_bytes()), locale=language)


def entries(catalogue: Catalog) -> dict[Key, Message]:
    """Return the entries of a catalogue by what they say."""
    return {key_of(message): message for message in catalogue if message.id}


def key_of(message: Message) -> Key:
    """Return what an entry says."""
    ids = message.id if isinstance(message.id, tuple | list) else (message.id, "")
    return message.context or "", str(ids[0]), str(ids[1])


def strings_of(message: Message) -> list[str]:
    """Return what an entry says in the other language."""
    found = message.string
    return [str(s) for s in found] if isinstance(found, tuple | list) else [str(found or "")]


def renewed(language: str) -> str:
    """Return the text of a catalogue that has what is wanted, with the translations there are."""
    there = entries(catalogue_of(language)) if path_of(language).exists() else {}
    made = Catalog(locale=language, fuzzy=False)
    for key, places in wanted().items():
        sort, one, many = key
        old = there.get(key)
        empty: Any = ("",) * made.num_plurals if many else ""
        made.add(
            (one, many) if many else one,
            string=old.string if old and any(strings_of(old)) else empty,
            locations=[(place, 0) for place in places],
            user_comments=old.user_comments if old else (),
            context=sort or None,
        )
    body = BytesIO()
    write_po(body, made, width=WIDTH, omit_header=True, include_lineno=False)
    head = StringIO()
    head.write(
        f"# Countervail in the language '{language}'; how it is kept: docs/contributing.md\n"
    )
    head.write('msgid ""\nmsgstr ""\n')
    for line in (
        f"Language: {language}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {made.plural_forms}",
    ):
        head.write(f'"{line}\\n"\n')
    return f"{head.getvalue()}\n{body.getvalue().decode()}"
