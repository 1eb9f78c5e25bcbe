"""Texts: the sentences that views say, in the language that is spoken."""

from __future__ import annotations

from collections.abc import Sequence

from sim.language import t


def others() -> str:
    """Return what causes are called that a seat does not know of."""
    return t("what you do not know of")


def nobody_owns_up(title: str) -> str:
    """Return what a denied order is called by those whom it hits."""
    return t("{title} (nobody owns up to it)", title=title)


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
    return t("What you had written counted, though you had not handed it in.")


def default_orders() -> str:
    """Return what a silent seat is told."""
    return t("You wrote nothing, so your standing orders were given.")


def others_decided() -> str:
    """Return what a seat is told whose orders a script or a program gave."""
    return t("Your orders were not given by people this round.")


def what_changed(what: str, subject: str) -> str:
    """Return what a number that changed is called.

    >>> what_changed("price", "magnet")
    'price of magnet'
    """
    called = {
        "support": t("support at home"),
        "capital": t("political capital"),
        "budget": t("left to spend this year"),
        "pressure": t("pressure to give way"),
        "cover": t("stocks of {subject} at home, as far as you can tell", subject=subject),
        "price": t("price of {subject}", subject=subject),
        "loss": t("what {subject} costs you, as far as you can tell", subject=subject),
        "escalation": t("how far {subject} has gone", subject=subject),
        "attribution": t("how surely the sender is held to be behind {subject}", subject=subject),
        "relations": t("how you and {subject} stand to each other", subject=subject),
    }[what]
    return called.strip()
