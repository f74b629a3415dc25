"""Plug-ins: dialects, models, exporters and readers that other packages bring.

A package offers them by entry points in its ``pyproject.toml``, and users who install it can use them by name::

    [project.entry-points."edition.dialects"]
    fenhe = "fenhe_edition:dialect"           # a function without arguments that returns an edition.Dialect

    [project.entry-points."edition.models"]
    fenhe = "fenhe_edition:model"             # likewise an edition.Model

    [project.entry-points."edition.exporters"]
    headlines = "fenhe_edition.headlines"     # a module (or an object) with dump(source), and SUFFIX

    [project.entry-points."edition.readers"]
    rtf = "fenhe_edition:read_rtf"            # a function from a file's bytes to the texts of its pages

They are looked up when a name is asked for that the package does not have itself (``parse(text, dialect="fenhe")``, ``--model fenhe``,
``edition convert --format headlines``, ``edition corpus --kind rtf``), and by ``edition plugins``; never by an import. A name of the
package's own can't be taken by another. docs/howto/plugins.md has a template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib.util import find_spec
from typing import TypeAlias, cast

from attrs import frozen

from edition._grammar.dialects import names, plugged_dialect
from edition._parser.models import SHIPPED, plugged_model
from edition._text.entry_points import KINDS, Kind, Offer, PluginError, offered, offers
from edition.editions import Edition
from edition.pages import Page

__all__ = ["Exporter", "Plugin", "PluginError", "Written", "exporter", "plugins"]

#: What an exporter makes: a document, one for each story, or files by their names.
Written: TypeAlias = "str | tuple[str, ...] | dict[str, str]"


@frozen(weakref_slot=False)
class Plugin:
    """A plug-in that is installed."""

    kind: str
    """``dialects``, ``models``, ``exporters`` or ``readers``."""
    name: str
    package: str
    """The distribution that brings it, and its version: ``fenhe-edition 1.0``."""
    problem: str | None = None
    """Why it can't be used; None where it can."""


@frozen(weakref_slot=False)
class Exporter:
    """A format that another package writes."""

    dump: Callable[[Page | Edition], Written]
    """Writes a page or an issue. Raises PluginError for whatever goes wrong in it."""
    suffix: str
    """How its files end: ``.txt`` unless it tells otherwise."""


def plugins() -> tuple[Plugin, ...]:
    """All plug-ins that are installed, by kind and name. Each is loaded; of one that can't be, the problem is told.

    >>> [plugin.name for plugin in plugins() if plugin.problem]
    []
    """
    return tuple(
        Plugin(offer.kind, offer.name, offer.package, _problem(offer))
        for kind in KINDS
        for offer in offers(kind)
    )


def exporter(name: str) -> Exporter:
    """The exporter of a name, out of the package that brings it.

    Raises PluginError (a ValueError) where none is installed, or the one that is can't be used.
    """
    offer = offered("exporters", name)
    if offer is None:
        raise PluginError(f"no exporter {name!r}: `edition plugins` lists what is installed")
    return _exporter(offer)


def _exporter(offer: Offer) -> Exporter:
    made = offer.loaded()
    dump, suffix = getattr(made, "dump", None), getattr(made, "SUFFIX", ".txt")
    if not callable(dump):
        raise offer.wrong("has no function dump")
    if not isinstance(suffix, str):
        raise offer.wrong(f"has a SUFFIX that is no text but a {type(suffix).__name__}")

    def written(source: Page | Edition) -> Written:
        try:
            document = dump(source)
        except Exception as problem:
            raise offer.wrong(f"failed: {type(problem).__name__}: {problem}") from problem
        if not isinstance(document, str | tuple | dict):
            raise offer.wrong(f"wrote no text but a {type(document).__name__}")
        return cast("Written", document)

    return Exporter(written, suffix)


def _problem(offer: Offer) -> str | None:
    """Why a plug-in can't be used."""
    if _is_ours(offer.kind, offer.name):
        return "the name is the package's own"
    try:
        offered(offer.kind, offer.name)
        _LOADED[offer.kind](offer)
    except PluginError as problem:
        return str(problem)
    return None


def _is_ours(kind: Kind, name: str) -> bool:
    from edition.corpus._inputs import NAMED

    ours: dict[Kind, Iterable[str]] = {
        "dialects": names(),
        "models": (SHIPPED,),
        "exporters": (name,)
        if name.isidentifier() and find_spec(f"edition.formats.{name}")
        else (),
        "readers": NAMED,
    }
    return name in ours[kind]


def _reader(offer: Offer) -> object:
    from edition.corpus._readers import plugged_reader

    return plugged_reader(offer)


_LOADED: dict[Kind, Callable[[Offer], object]] = {
    "dialects": plugged_dialect,
    "models": plugged_model,
    "exporters": _exporter,
    "readers": _reader,
}
