"""Whether pages are read as before a change: ``python benchmarks/same.py FILE PATH...``.

The first run writes to ``FILE`` how each page (``*.txt`` in the folders) is read; a later one compares, tells which pages are
read otherwise, and fails. A page is what its JSON says, and how sure it was read: a change of code alone moves neither.
"""

from __future__ import annotations

import json
import sys
from hashlib import sha256
from pathlib import Path

import edition


def readings(paths: list[Path]) -> dict[str, str]:
    """A digest of how each page is read."""
    found = {}
    for path in paths:
        for file in sorted(path.rglob("*.txt")) if path.is_dir() else [path]:
            page = edition.parse(file.read_bytes().decode("utf-8", "surrogateescape"))
            sure = [page.confidence(item) for item in page.items]
            # The digest of its dialect is one of the compiled grammar, which may change without a page being read otherwise.
            text = edition.to_json(page).replace(page.dialect.digest, "")
            read = f"{text}\n{sure}".encode("utf-8", "surrogatepass")
            found[str(file)] = sha256(read).hexdigest()
    return found


def main() -> int:
    """Write, or compare."""
    kept, found = Path(sys.argv[1]), readings([Path(path) for path in sys.argv[2:]])
    if not kept.exists():
        kept.write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")
        print(f"{len(found)} pages kept")
        return 0
    before: dict[str, str] = json.loads(kept.read_text("utf-8"))
    other = sorted(name for name in before.keys() | found if before.get(name) != found.get(name))
    print(*other, f"{len(found)} pages, {len(other)} read otherwise", sep="\n")
    return int(bool(other))


if __name__ == "__main__":
    raise SystemExit(main())
