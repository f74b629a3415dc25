"""What a page keeps of the model that it was read with."""

from __future__ import annotations

from attrs import frozen


@frozen(weakref_slot=False)
class ModelMark:
    """Identifies the model that a page was parsed with."""

    name: str
    """The name of the model file without its suffix."""
    digest: str
    """A digest of the weights."""
