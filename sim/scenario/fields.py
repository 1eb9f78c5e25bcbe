"""Fields: which model describes what stands at a key path, and every figure with its unit."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Union, get_args, get_origin

from pydantic import BaseModel

from sim.scenario.source import KeyPath
from sim.scenario.spec import Figure, Sourced, Unit


def sourced(value: object, at: KeyPath = ()) -> Iterator[tuple[KeyPath, Sourced]]:
    """Yield every statement that should name its source, with its key path."""
    if isinstance(value, Sourced):
        yield at, value
    for key, child in _children(value):
        yield from sourced(child, (*at, key))


def figures(
    value: object, at: KeyPath = (), annotation: object = None
) -> Iterator[tuple[KeyPath, Figure, Unit | None]]:
    """Yield every figure with its key path and the unit its field declares, if any."""
    if isinstance(value, Figure):
        yield at, value, unit_of(annotation)
        return
    declared = annotation if annotation is not None else type(value)
    for key, child in _children(value):
        yield from figures(child, (*at, key), inner(declared, key))


def unit_of(annotation: object) -> Unit | None:
    """Return the unit that an annotation declares."""
    for part in _parts(annotation):
        if get_origin(part) is Annotated:
            for extra in get_args(part)[1:]:
                if isinstance(extra, Unit):
                    return extra
    return None


def model_at(model: type[BaseModel], at: KeyPath) -> type[BaseModel] | None:
    """Return the model that describes a key path; None if it is no mapping of fixed keys."""
    annotation: object = model
    for part in at:
        annotation = inner(annotation, part)
    return _model(annotation)


def inner(annotation: object, key: str | int) -> object:
    """Return the annotation of what stands under a key of an annotated thing; None if unknown."""
    model = _model(annotation)
    if model:
        return _hints(model).get(str(key))
    for part in _parts(annotation):
        bare = get_args(part)[0] if get_origin(part) is Annotated else part
        origin, arguments = get_origin(bare), get_args(bare)
        if origin is dict:
            return arguments[1]
        if origin is tuple:
            return arguments[0]
    return None


def _model(annotation: object) -> type[BaseModel] | None:
    for part in _parts(annotation):
        bare = get_args(part)[0] if get_origin(part) is Annotated else part
        if isinstance(bare, type) and issubclass(bare, BaseModel):
            return bare
    return None


def _parts(annotation: object) -> Iterator[object]:
    """Yield the alternatives of a union, or the annotation itself."""
    if get_origin(annotation) in (Union, types.UnionType):
        for part in get_args(annotation):
            yield from _parts(part)
    else:
        yield annotation


@cache
def _hints(model: type[BaseModel]) -> dict[str, object]:
    """Return the annotation of each key as it is written in the file."""
    hints = typing.get_type_hints(model, include_extras=True)
    return {field.alias or name: hints[name] for name, field in model.model_fields.items()}


def _children(value: object) -> Iterator[tuple[str | int, object]]:
    """Yield what a value holds, each under the key that it has in the file."""
    if isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            yield info.alias or name, getattr(value, name)
    elif isinstance(value, dict):
        for key, child in value.items():
            yield str(key), child
    elif isinstance(value, tuple):
        yield from enumerate(value)
