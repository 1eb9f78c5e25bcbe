"""Texts: the sentences that views say, so that they can be said in another language."""

from __future__ import annotations

from collections.abc import Sequence


def others() -> str:
    """Return what causes are called that a seat does not know of."""
    return "what you do not know of"


def nobody_owns_up(title: str) -> str:
    """Return what a denied order is called by those whom it hits."""
    return f"{title} (nobody owns up to it)"


def order_of(seat: str, title: str) -> str:
    """Return what an order of another is called."""
    return f"{seat}: {title}" if seat else title


def because(shares: Sequence[tuple[str, float]], *, of_whole: bool) -> str:
    """Return why a number moved, by what each cause adds; `of_whole`: each as a share of all.

    >>> because([("export ban", -3.21), ("release of stocks", 1.0)], of_whole=False)
    'export ban -3.2, release of stocks +1'
    >>> because([("export ban", 0.755)], of_whole=True)
    'export ban 76%'
    """
    if of_whole:
        return ", ".join(f"{cause} {share:.0%}" for cause, share in shares)
    return ", ".join(f"{cause} {share:+.2g}" for cause, share in shares)


def written_and_not_submitted() -> str:
    """Return what a seat is told of a sheet that it never handed in."""
    return "What you had written counted, though you had not handed it in."


def default_orders() -> str:
    """Return what a silent seat is told."""
    return "You wrote nothing, so your standing orders were given."


def others_decided() -> str:
    """Return what a seat is told whose orders a script or a program gave."""
    return "Your orders were not given by people this round."


def what_changed(what: str, subject: str) -> str:
    """Return what a number that changed is called.

    >>> what_changed("price", "magnet")
    'price of magnet'
    """
    called = {
        "support": "support at home",
        "capital": "political capital",
        "budget": "left to spend this year",
        "pressure": "pressure to give way",
        "cover": f"stocks of {subject} at home, as far as you can tell",
        "price": f"price of {subject}",
        "loss": f"what {subject} costs you, as far as you can tell",
        "escalation": f"how far {subject} has gone",
        "attribution": f"how surely the sender is held to be behind {subject}",
        "relations": f"how you and {subject} stand to each other",
    }[what]
    return called.strip()


def unknown_code(code: str) -> str:
    """Return what is said of an order of the playbook that cannot be read any more."""
    return f"{code} cannot be read"
