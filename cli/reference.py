"""Reference: the parts of docs/reference that are written from the code (`make docs`)."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from inspect import cleandoc
from typing import TYPE_CHECKING, Any

from typer.main import get_command
from typer.testing import CliRunner

from cli.app import app
from cli.cases import cases_of
from cli.catalogue import CATEGORIES, council, deciders, key_meaning, objection, own_keys
from cli.output import WIDTH
from sim.batch.experiment import spec as experiment
from sim.batch.experiment.schema import json_schema as experiment_schema
from sim.exercise.fold import TOPICS
from sim.exercise.template import spec as template
from sim.exercise.template.schema import json_schema as exercise_schema
from sim.figures import figure
from sim.indicators import INDICATORS
from sim.observation.told import TABLES, Told
from sim.orders.governments import governments
from sim.orders.instruments import Instrument, Key
from sim.orders.instruments import instruments as every_instrument
from sim.parameters import Parameter, catalogue
from sim.scenario import spec
from sim.scenario.fields import inner, unit_of
from sim.scenario.schema import json_schema
from sim.seats.policies import POLICIES, description

if TYPE_CHECKING:
    from sim.replay.replay import ReplayResult
    from sim.replay.score import Count


def commands() -> str:
    """Return the help of every command as Markdown."""
    return "\n".join(_helps([], get_command(app)))


def indicators() -> str:
    """Return a table of the indicators as Markdown."""
    rows = (
        (
            f"`{indicator.name}`",
            indicator.unit.replace("{unit}", "unit"),
            _selects(indicator.needs, indicator.may),
            indicator.over,
            indicator.direction,
            indicator.definition,
        )
        for indicator in INDICATORS.values()
    )
    return _table(("name", "unit", "selects", "over a period", "higher is", "definition"), rows)


def parameters(scope: str) -> str:
    """Return a table of the parameters of a scope as Markdown."""
    chosen = (entry for entry in catalogue().values() if entry.scope == scope)
    head = ("name", "default", "range", "unit", "status", "meaning", "source")
    return _table(head, map(_parameter, chosen))


def instruments() -> str:
    """Return the instruments that orders can use, with their keys, as Markdown."""
    rows = (
        (
            f"`{instrument.name}`",
            instrument.title,
            "<br>".join(_key(name, key) for name, key in own_keys(instrument).items()),
        )
        for instrument in every_instrument().values()
    )
    return _table(("instrument", "what it does", "keys"), rows)


def orders() -> str:
    """Return every instrument with its costs and keys, by category, as Markdown."""
    head = ("instrument", "what it does", "depth", "rung", "capital", "months", "decides", "keys")
    parts = []
    for category, title in CATEGORIES.items():
        group = [i for i in every_instrument().values() if i.category == category]
        parts.append(f"### {title}\n\n{_table(head, map(_order, group))}")
    return "\n".join(parts)


def ministries() -> str:
    """Return every form of government with its ministries as Markdown."""
    parts = []
    for name, made in governments().items():
        rows = (
            (
                f"`{ministry}`",
                part.title,
                ", ".join(part.roles),
                "; ".join(map(objection, part.objects)) or "–",
            )
            for ministry, part in made.ministries.items()
        )
        told = (
            f"Head: {made.head}. Coordinator: {made.coordinator}, for {made.capacity} packages "
            f"of several ministries a round.{' ' if made.council else ''}{council(made)}"
        )
        table = _table(("ministry", "title", "roles", "speaks against"), rows)
        parts.append(f"### `{name}`: {made.title}\n\n{told}\n\n{table}")
    return "\n".join(parts)


def policies() -> str:
    """Return what can play a seat as Markdown."""
    rows = []
    for name, played in POLICIES.items():
        rest = cleandoc(played.__doc__ or "").partition("\n")[2]
        rows.append((f"`{name}`", description(name), " ".join(rest.split()) or "–"))
    return _table(("policy", "in a line", "how it plays"), rows)


def cases() -> str:
    """Return the cases that exercise each instrument as Markdown."""
    rows = (
        (f"`{name}`", "<br>".join(f"{c.name} ({c.file})" for c in cases_of(name) or ()) or "–")
        for name in every_instrument()
    )
    return _table(("instrument", "cases in `tests/cases`"), rows)


def observation() -> str:
    """Return what programs and files are told of an Observation, table by table, as Markdown."""
    parts = []
    for table in dict.fromkeys(TABLES.values()):
        rows = ((f"`{field.name}`", field.unit or "–", field.meaning) for field in table)
        parts.append(f"### {_where(table)}\n\n{_table(('key', 'unit', 'meaning'), rows)}")
    return "\n".join(parts)


def _where(table: tuple[Told[Any], ...]) -> str:
    """Return the keys under which what a table tells of is found."""
    keys = [field.name for one in TABLES.values() for field in one if field.parts == table]
    return ", ".join(f"`{key}`" for key in keys) or "What a seat sees"


def fields() -> str:
    """Return the keys of a scenario file, model by model, as Markdown."""
    return _models("Scenario", json_schema())


def exercise_fields() -> str:
    """Return the keys of an exercise file, model by model, as Markdown."""
    return _models("Template", exercise_schema())


def experiment_fields() -> str:
    """Return the keys of an experiment file, model by model, as Markdown."""
    return _models("Experiment", experiment_schema())


def acts() -> str:
    """Return every kind of entry of an exercise's log, topic by topic, and the values in them."""
    values: dict[str, Any] = {}
    parts = []
    for topic in TOPICS:
        rows = []
        for act in topic.acts:
            schema = act.model_json_schema()
            values |= schema.get("$defs", {})
            held = (f"`{key}` ({_type(field)})" for key, field in schema["properties"].items())
            rows.append((f"`{act.kind()}`", cleandoc(act.__doc__ or ""), "<br>".join(held)))
        stays = "" if topic.rewound else "; stays when the play goes back"
        table = _table(("kind", "says that", "body"), rows)
        parts.append(f"### {topic.name}{stays}\n\n{table}")
    about = (_model(name, values[name], values[name].get("description", "")) for name in values)
    return "\n".join((*parts, *about))


def targets(name: str) -> str:
    """Return a case's targets beside the run, and the counts of its score, as Markdown."""
    score = _replayed(name).score
    rows = (
        (
            scored.target.title,
            scored.target.kind + (", in" if scored.sample == "in" else ", out"),
            figure(scored.target.observed),
            f"{figure(scored.target.low)} to {figure(scored.target.high)}",
            _short(scored.simulated),
            {True: "yes", False: "no", None: "–"}[scored.inside],
        )
        for scored in score.targets
    )
    head = ("target", "kind, sample", "observed", "band", "run", "inside")
    return _table(head, rows)


def counts(name: str) -> str:
    """Return how many targets and series of a case come out well, as Markdown."""
    score = _replayed(name).score
    rows = (
        ("emergent targets inside their bands", *map(_share, _samples(score.inside))),
        ("emergent series that beat both references", *map(_share, _samples(score.ahead))),
    )
    return _table(("", "up to the fit date", "later", "both"), rows)


def skills(name: str) -> str:
    """Return the error and skill of a case's emergent series, as Markdown."""
    rows = []
    for scored in _replayed(name).score.series:
        if scored.series.kind == "emergent":
            early, late = scored.skill("in"), scored.skill("out")
            numbers = (early.error, early.off, early.persistence, late.error, late.off)
            rows.append((scored.series.title, *map(_short, (*numbers, late.persistence))))
    head = (
        "series",
        "error",
        "against off",
        "against last",
        "error",
        "against off",
        "against last",
    )
    return _table(head, rows)


@functools.cache
def _replayed(name: str) -> ReplayResult:
    from sim.replay.replay import replay  # loads Mesa and numba

    return replay(name)


def _samples(count: Callable[..., Count]) -> tuple[Count, Count, Count]:
    return count("in"), count("out"), count()


def _share(count: Count) -> str:
    return f"{count.hits} of {count.of}" + (f" ({count.share:.0%})" if count.share else "")


def _short(value: float | str | None) -> str:
    """Return a number in two digits, which are the same on every machine."""
    return figure(float(f"{value:.2g}")) if isinstance(value, float) else figure(value)


def _helps(path: list[str], command: Any) -> Iterator[str]:
    env = {"COLUMNS": str(WIDTH), "TERMINAL_WIDTH": str(WIDTH)}
    told = CliRunner().invoke(app, [*path, "--help"], prog_name="countervail", env=env)
    title = " ".join(["countervail", *path])
    yield f"## `{title}`\n\n```text\n{told.stdout.strip()}\n```\n"
    for name, child in getattr(command, "commands", {}).items():
        yield from _helps([*path, name], child)


def _selects(needs: Sequence[str], may: Sequence[str]) -> str:
    needed = ["product or activity" if part == "goods" else part for part in needs]
    return ", ".join([*needed, *(f"({part})" for part in may)]) or "–"


def _parameter(entry: Parameter) -> tuple[str, ...]:
    return (
        f"`{entry.name}`",
        f"{entry.default:g}",
        f"{entry.low:g} to {entry.high:g}",
        entry.unit,
        entry.status,
        entry.meaning,
        entry.source,
    )


def _order(instrument: Instrument) -> tuple[str, ...]:
    shortest, longest = instrument.lead_months.decide
    return (
        f"`{instrument.name}`",
        instrument.title,
        instrument.depth,
        str(instrument.rung),
        f"{instrument.capital:g}",
        f"{shortest:g} to {longest:g}",
        deciders(instrument),
        "<br>".join(_key(name, key) for name, key in own_keys(instrument).items()),
    )


def _key(name: str, key: Key) -> str:
    return f"`{name}=` {key_meaning(key)}" + ("" if key.required else " (optional)")


def _models(name: str, schema: Mapping[str, Any]) -> str:
    models: Mapping[str, Any] = schema["$defs"]
    parts = [_model(name, schema, "The file itself.")]
    parts += [_model(name, models[name], models[name].get("description", "")) for name in models]
    return "\n".join(parts)


def _model(name: str, schema: Mapping[str, Any], about: str) -> str:
    required = schema.get("required", ())
    rows = (
        (
            f"`{key}`",
            _type(field) + _unit(name, key),
            "yes" if key in required else "",
            field.get("description", ""),
        )
        for key, field in schema.get("properties", {}).items()
    )
    return f"### {name}\n\n{about}\n\n{_table(('key', 'value', 'needed', 'meaning'), rows)}"


def _unit(model: str, key: str) -> str:
    """Return the unit that a figure's field declares, to follow its type."""
    name = {"from": "origin", "to": "destination"}.get(key, key)
    known = (getattr(file, model, None) for file in (spec, template, experiment))
    unit = unit_of(inner(next(filter(None, known), None), name))
    if unit is None:
        return ""
    return ", a share" if unit == "1" else f" in {unit}"


def _type(field: Mapping[str, Any]) -> str:
    """Return what a JSON Schema allows, in words."""
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in field:
        kinds = [_type(part) for part in field["anyOf"] if part.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "const" in field:
        return f"`{field['const']}`"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if field.get("type") == "array":
        items = field.get("items")
        return f"list of {_type(items)}" if items else "list"
    if field.get("type") == "object":
        patterns = list(field.get("patternProperties", {}).values())
        values = patterns[0] if patterns else field.get("additionalProperties")
        return f"name: {_type(values)}" if isinstance(values, dict) else "mapping"
    kind = {"string": "text", "integer": "whole number"}.get(field["type"], field["type"])
    return "date" if field.get("format") == "date" else f"{kind}{_bounds(field)}"


def _bounds(field: Mapping[str, Any]) -> str:
    low, high = field.get("minimum"), field.get("maximum")
    above = field.get("exclusiveMinimum")
    if above is not None:
        return f" above {above:g}" + (f", {high:g} at most" if high is not None else "")
    if low is None and high is None:
        return ""
    return f" from {low}" if high is None else f" {low} to {high}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
