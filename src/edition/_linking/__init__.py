"""What belongs together: pieces of a story on a page and across pages."""
