"""From lines to a tree: features, weights, decoding, building."""
