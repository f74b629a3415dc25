"""An exporter: the headlines of a page or an issue, a line each."""

import edition

#: How the files of this format end.
SUFFIX = ".headlines.txt"


def dump(source: edition.Page | edition.Edition) -> str:
    """Write a page or an issue. A dict of texts by file names may be returned, too, or a tuple with a document for each story."""
    return "".join(f"{story.headline.text}\n" for story in source.stories if story.headline)
