"""Values: frozen ones are changed by making another; here fast, since a game makes thousands."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:  # type checkers know the fields that this one may be given
    from dataclasses import replace
else:
    from dataclasses import fields

    T = TypeVar("T")

    def replace(value: T, /, **changes: Any) -> T:
        """Return a dataclass with some fields changed, as `dataclasses.replace` does.

        Other fields are taken over without a look at each of them, and nothing but fields: what
        was worked out of the old ones is not.
        """
        names, own = _names(type(value)), value.__dict__
        if not changes.keys() <= names:
            unknown = ", ".join(sorted(changes.keys() - names))
            raise TypeError(f"{type(value).__name__} has no field {unknown}")
        made = object.__new__(type(value))
        kept = own if len(own) == len(names) else {name: own[name] for name in names}
        made.__dict__.update(kept, **changes)
        return made

    @cache
    def _names(kind: type) -> frozenset[str]:
        return frozenset(field.name for field in fields(kind))


__all__ = ["replace"]
