"""Compare how several outlets tell one story: framing, readability, duplicated passages."""
