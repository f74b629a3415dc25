"""Pages and issues to look at: notebooks, annotated pages, plots, the terminal."""
