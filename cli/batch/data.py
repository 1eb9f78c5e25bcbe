"""Data: a report as plain values, for programs; what has no value is null."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from pydantic import BaseModel

from cli.output import rounded


def plain(value: object) -> Any:
    """Return a value as JSON has it: by the names of its fields, numbers with six digits.

    >>> plain({"a": (1.0, float("nan"), None, True)})
    {'a': [1.0, None, None, True]}
    """
    match value:
        case None | bool() | str():
            return value
        case int() | np.integer():
            return int(value)
        case float() | np.floating():
            return rounded(float(value))
        case BaseModel():
            return plain({name: getattr(value, name) for name in type(value).model_fields})
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case Sequence():
            return [plain(one) for one in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} is nothing that JSON has")
