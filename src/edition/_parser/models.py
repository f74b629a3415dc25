"""Models: the weights that are shipped, and those that somebody taught; which of them a page was read with."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from typing import TYPE_CHECKING, TypeAlias

from attrs import field, frozen

from edition._model.provenance import ModelMark
from edition._parser.model_file import LARGEST, Made, ModelError, read_model
from edition._parser.weights import Model as Scores
from edition._parser.weights import Numbers, shipped, width_for

if TYPE_CHECKING:
    from edition._text.entry_points import Offer

#: The models that were loaded in this process, by their digests.
_OWN: dict[str, Model] = {}
#: What the one that the package ships is called.
SHIPPED = "shipped"


@frozen(weakref_slot=False)
class Model:
    """The weights of the parser: the shipped ones, or those in a file written by ``edition train``."""

    name: str
    """The file name without its suffix; ``"shipped"`` for the shipped model."""
    digest: str
    """A digest of the weights: 16 hexadecimal digits."""
    made: Made = field(factory=dict, eq=False, repr=False)
    """Provenance from the file: date, pages, settings, accuracy."""
    scores: Scores = field(factory=shipped, eq=False, repr=False, kw_only=True)
    """The weights, in the layout that the parser uses."""

    def __reduce__(self) -> tuple[Callable[..., Model], tuple[object, ...]]:
        # Another process knows it from then on, too, and has it once, however often it is sent.
        if self.scores is shipped():
            return Model.shipped, ()
        return _sent, (self.name, self.digest, self.made, self.scores.numbers)

    @property
    def mark(self) -> ModelMark | None:
        """What a page parsed with this model keeps of it; None for the shipped model."""
        return None if self.scores is shipped() else ModelMark(self.name, self.digest)

    @classmethod
    def shipped(cls) -> Model:
        """The shipped model, which is the default."""
        return cls(SHIPPED, _digest(shipped().numbers))

    @classmethod
    def named(cls, name: str) -> Model:
        """The model that the package ships, ``"shipped"``, or one that another package brings (:mod:`edition.plugins`).

        Raises ValueError for a name that neither has, and where the one of another package can't be used.
        """
        if name == SHIPPED:
            return cls.shipped()
        from edition._text.entry_points import offered

        offer = offered("models", name)
        if offer is None:
            raise ValueError(f"no model {name!r}: there is {SHIPPED}, or Model.load(path)")
        return plugged_model(offer)

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Model:
        """Load a model file written by ``edition train``.

            model = edition.Model.load("fenhe.json")
            page = edition.parse(text, model=model)

        After that, ``parse(text, model=page.model)`` finds the model by its digest. Files may come from untrusted sources: with any model
        that loads, parsing stays lossless, never raises, and takes linear time. Raises OSError if the file cannot be read, and
        :class:`edition.models.ModelError` (a ValueError) if it is larger than 2 MiB, not a model, or made for other features than
        those of this release.
        """
        from pathlib import Path  # takes longer to import than a page to read

        with Path(path).open("rb") as file:
            data = file.read(LARGEST + 1)
        try:
            read = read_model(data)
        except ModelError as error:
            error.add_note(f"in {path}")
            raise
        return _known_as(Path(path).stem, _digest(read.numbers), read.made, read.numbers)


def plugged_model(offer: Offer) -> Model:
    """The model that a package offers. Raises PluginError for what is none, or is called otherwise."""
    made = offer.called()
    if not isinstance(made, Model):
        raise offer.wrong(f"is no Model but a {type(made).__name__}")
    if made.name != offer.name:
        raise offer.wrong(f"calls itself {made.name!r}")
    return made


#: A model as callers give it: itself, or what a page keeps of it.
AnyModel: TypeAlias = Model | ModelMark


def _sent(name: str, digest: str, made: Made, numbers: Numbers) -> Model:
    """A model that comes out of a pickle."""
    found = _OWN.get(digest)
    return (
        found
        if found is not None and found.name == name
        else _known_as(name, digest, made, numbers)
    )


def _known_as(name: str, digest: str, made: Made, numbers: Numbers) -> Model:
    """A model that the process knows from now on; weights that it has already are not laid out again."""
    known = _OWN.get(digest)
    scores = known.scores if known else Scores(numbers, width_for(numbers))
    model = Model(name, digest, made, scores=scores)
    _OWN.setdefault(digest, model)
    return model


def _digest(numbers: Numbers) -> str:
    import hashlib
    import json

    return hashlib.sha256(json.dumps(numbers, sort_keys=True).encode()).hexdigest()[:16]


def model_for(wanted: AnyModel | None) -> Model | None:
    """The model to read a page with; None for the one that the package ships, which is also meant where none is wanted.

    Raises ValueError for a page's that is not known in this process, and TypeError for what is no model.
    """
    if wanted is None:
        return None
    if isinstance(wanted, Model):
        return None if wanted.mark is None else wanted
    if not isinstance(wanted, ModelMark):  # pyright: ignore[reportUnnecessaryIsInstance] (callers without a type checker)
        raise TypeError(
            f"a model is an edition.Model, not {type(wanted).__name__}: load it with Model.load(path)"
        )
    found = known_model(wanted)
    if found is None:
        raise ValueError(
            f"the model {wanted.name!r} ({wanted.digest}) is not known in this process: load it with Model.load(path)"
        )
    return found


def known_model(mark: ModelMark) -> Model | None:
    """The model of a page, where this process has loaded it."""
    return _OWN.get(mark.digest)


def scores_of(mark: ModelMark | None) -> Scores | None:
    """The weights that a page was read with; None where this process does not know them."""
    if mark is None:
        return shipped()
    found = known_model(mark)
    return None if found is None else found.scores
