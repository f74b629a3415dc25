"""Stories of a corpus for language models, as a step of a datatrove pipeline.

python on_datatrove.py PAGES OUT

PAGES is a folder of Parquet with a page a row (`text`, `id`). OUT has a line of JSON for each story: its text below its heading, its id, and what
is known of it as metadata; datatrove's filters and deduplication can stand behind the step.
"""

import sys
from pathlib import Path

from datatrove.data import Document, DocumentsPipeline
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.base import PipelineStep
from datatrove.pipeline.readers import ParquetReader
from datatrove.pipeline.writers import JsonlWriter

import edition


class Stories(PipelineStep):
    """Pages into their stories, a document each."""

    name = "edition: stories"
    type = "✂️ - PARSER"

    def run(self, data: DocumentsPipeline, rank: int = 0, world_size: int = 1) -> DocumentsPipeline:  # noqa: ARG002
        """The stories of each page; the id of the page is in their metadata."""
        for page in data or ():
            for passage in edition.to_passages(edition.parse(page.text)):
                self.stat_update("stories")
                metadata = {**page.metadata, **passage["metadata"], "page_id": page.id}
                yield Document(text=passage["text"], id=passage["id"], metadata=metadata)


def main(pages: str, out: str) -> None:
    """Read PAGES, write OUT."""
    LocalPipelineExecutor(
        pipeline=[
            # A page without a text is passed over by the reader.
            ParquetReader(pages),
            Stories(),
            JsonlWriter(out, output_filename="${rank}.jsonl", compression=None),
        ],
        tasks=2,
        workers=2,
        logging_dir=f"{out}/logs",
    ).run()
    rows = sum(len(file.read_bytes().splitlines()) for file in Path(out).glob("*.jsonl"))
    print(f"datatrove, 2 tasks: {rows} stories")


if __name__ == "__main__":
    main(*sys.argv[1:])
