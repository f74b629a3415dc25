"""How long a page takes to be written and read in each format, beside parsing it: `python benchmarks/formats.py PAGE`.

JSON is shown beside cattrs with orjson on the bare tree, where these are installed.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import attrs

import edition
from edition.formats import conll, html, jsonld, markdown, newsml, ninjs, nitf, standoff, tei, text
from edition.formats import json as json_format
from edition.formats._model import KINDS
from edition.nodes import Node, Piece


def microseconds(call: Callable[[], object], rounds: int = 100) -> float:
    """The median time of a call."""
    found = []
    for _ in range(rounds):
        begin = time.perf_counter()
        call()
        found.append(time.perf_counter() - begin)
    return statistics.median(found) * 1e6


def rival(page: edition.Page) -> tuple[float, float]:
    """Cattrs with orjson, without errors that name a path, versions, or a check of what stands where."""
    import orjson
    from cattrs import Converter
    from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

    converter = Converter(detailed_validation=False)
    attrs.resolve_types(edition.Page, localns=dict.fromkeys(("Diagnostic", "Story"), object))
    for kind, cls in KINDS.items():
        hidden = {"start": override(omit=True)} if cls is Piece else {}
        write = make_dict_unstructure_fn(cls, converter, _cattrs_omit_if_default=True, **hidden)
        if cls is Piece:
            converter.register_unstructure_hook(cls, write)
        else:
            converter.register_unstructure_hook(
                cls, lambda node, write=write, kind=kind: {"kind": kind, **write(node)}
            )
    read_piece = make_dict_structure_fn(Piece, converter)
    classes = {
        kind: (cls, "items" if cls is edition.Page else "parts") for kind, cls in KINDS.items()
    }

    def any_node(value: dict[str, object], _: object) -> Node:
        kind = value.get("kind")
        if kind is None:
            return read_piece(value, Piece)
        cls, key = classes[kind]
        return cls(tuple([any_node(below, None) for below in value[key]]))

    written = orjson.dumps(converter.unstructure(page))
    return (
        microseconds(lambda: orjson.dumps(converter.unstructure(page))),
        microseconds(lambda: any_node(orjson.loads(written), None)),
    )


def main() -> None:
    """Print the table."""
    source = Path(sys.argv[1]).read_bytes().decode()
    page = edition.parse(source)
    rows = [("parse", microseconds(lambda: edition.parse(source), 20), None)]
    as_json, as_tei = json_format.dump(page), tei.dump(page)
    rows.append(
        (
            "JSON",
            microseconds(lambda: json_format.dump(page)),
            microseconds(lambda: json_format.load(as_json)),
        )
    )
    rows.append(
        ("TEI", microseconds(lambda: tei.dump(page)), microseconds(lambda: tei.load(as_tei)))
    )
    for module in (nitf, newsml, ninjs, jsonld, markdown, html, text, conll, standoff):
        name = module.__name__.rpartition(".")[2]
        rows.append((name, microseconds(lambda dump=module.dump: dump(page), 20), None))
    try:
        rows.append(("cattrs and orjson, bare tree", *rival(page)))
    except ImportError:
        print("orjson is not installed: no rival shown")
    for name, out, back in rows:
        print(f"{name:30} {out:8.0f} µs {'' if back is None else f'{back:8.0f} µs'}")


if __name__ == "__main__":
    main()
