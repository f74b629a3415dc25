"""Models: the weights that pages are read with, shipped or taught.

The package ships one. ``edition train`` makes others of pages that were corrected, and writes each to a file::

    edition train corrected/ --out fenhe.json

    model = edition.Model.load("fenhe.json")
    page = edition.parse(text, model=model)

A page keeps which model it was read with: ``page.model``, a name and a digest of the weights, None for the one that is shipped.
``parse(text, model=page.model)`` reads with that one again, where this process has loaded its file.
"""

from __future__ import annotations

from edition._model.provenance import ModelMark
from edition._parser.model_file import ModelError
from edition._parser.models import AnyModel, Model

__all__ = ["AnyModel", "Model", "ModelError", "ModelMark"]
