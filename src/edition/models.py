"""Models: the weights that the parser uses.

The package ships one model. ``edition train`` trains others on corrected pages::

    edition train corrected/ --out fenhe.json

    model = edition.Model.load("fenhe.json")
    page = edition.parse(text, model=model)

``page.model`` identifies the model that a page was parsed with, by name and digest; it is None for the shipped model.
``parse(text, model=page.model)`` uses the same model again if its file has been loaded in this process.
"""

from __future__ import annotations

from edition._model.provenance import ModelMark
from edition._parser.model_file import ModelError
from edition._parser.models import AnyModel, Model

__all__ = ["AnyModel", "Model", "ModelError", "ModelMark"]
