"""Words and distortions for the strategies."""
