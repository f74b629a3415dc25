"""How Sphinx builds these pages: `sphinx-build -n -W docs docs/_build/html`."""

from importlib import metadata

project = "edition"
author = "The edition authors"
copyright = author
release = metadata.version("edition-dom")
version = release.rpartition(".")[0]

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]

# Every reference resolves, or the build fails.
nitpicky = True
# Names of others, which no inventory is fetched for: the pages build without a network.
_others = "attrs?|cattrs|collections|datetime|enum|hypothesis|os|pathlib|pyarrow|typing"
nitpick_ignore_regex = [("py:.*", rf"({_others})\..*")]

autodoc_member_order = "bysource"
autodoc_typehints = "description"
autodoc_typehints_format = "short"

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = "edition"
