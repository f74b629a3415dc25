"""What a page keeps of the model that it was read with."""

from __future__ import annotations

from attrs import frozen


@frozen(weakref_slot=False)
class ModelMark:
    """Which model a page was read with: what a page keeps of it, and a file of the page carries."""

    name: str
    """The name of the file that it was loaded from, without its ending."""
    digest: str
    """A digest of its weights, which tells two models of one name apart."""
