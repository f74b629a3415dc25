"""Plug-ins: what other packages offer by name, through entry points of their distributions.

Nothing of this is looked up before somebody asks for a name that the package itself does not have: the search through what is
installed takes longer than reading a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, TypeAlias, get_args

from attrs import field, frozen

#: What plug-ins can be. The group of entry points is called after it: ``edition.dialects``.
Kind: TypeAlias = Literal["dialects", "models", "exporters", "readers"]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: One of each, as messages have it.
ONE: Mapping[Kind, str] = {
    "dialects": "dialect",
    "models": "model",
    "exporters": "exporter",
    "readers": "reader",
}


class PluginError(ValueError):
    """A plug-in can't be used; the message says which, of which package, and why."""


@frozen(weakref_slot=False)
class Offer:
    """What a package offers under a name."""

    kind: Kind
    name: str
    package: str
    """The distribution, as it is installed: ``fenhe-edition 1.0``."""
    load: object = field(eq=False, repr=False)
    """The entry point's own function that imports what it names."""

    def loaded(self) -> object:
        """The object. Raises PluginError where it can't be imported, whatever that raised."""
        assert callable(self.load)  # noqa: S101 (an entry point's method)
        try:
            return self.load()
        except Exception as problem:
            raise self.wrong(f"can't be imported: {_said(problem)}") from problem

    def called(self) -> object:
        """What the object returns when it is called. Raises PluginError likewise."""
        made = self.loaded()
        if not callable(made):
            raise self.wrong(f"is no function but a {type(made).__name__}")
        try:
            return made()
        except Exception as problem:
            raise self.wrong(f"can't be made: {_said(problem)}") from problem

    def wrong(self, problem: str) -> PluginError:
        """The error that says what is wrong with it."""
        return PluginError(f"the {ONE[self.kind]} {self.name!r} of {self.package} {problem}")


def _said(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}" if str(problem) else type(problem).__name__


@cache
def offers(kind: Kind) -> tuple[Offer, ...]:
    """Everything that is installed of a kind, by name and package. Looked up once in a process."""
    from importlib.metadata import entry_points

    found = [
        Offer(
            kind,
            each.name,
            f"{each.dist.name} {each.dist.version}" if each.dist else "?",
            each.load,
        )
        for each in entry_points(group=f"edition.{kind}")
    ]
    return tuple(sorted(found, key=lambda offer: (offer.name, offer.package)))


def offered(kind: Kind, name: str) -> Offer | None:
    """What is offered under a name; None where nothing is. Raises PluginError where two packages offer it."""
    mine = [offer for offer in offers(kind) if offer.name == name]
    if len(mine) > 1:
        others = " and ".join(offer.package for offer in mine)
        raise PluginError(f"the {ONE[kind]} {name!r} is offered by {others}: uninstall one of them")
    return mine[0] if mine else None
