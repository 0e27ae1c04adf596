"""Outlets side by side: intervals, shared wording, keyness, agreement with people."""

from analysis.compare.keyness import keyness
from analysis.compare.outlets import (
    compare_actors,
    compare_framing,
    compare_readability,
    share_shingles,
)

__all__ = ["compare_actors", "compare_framing", "compare_readability", "keyness", "share_shingles"]
