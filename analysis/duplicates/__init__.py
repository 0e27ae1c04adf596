"""Duplicated passages: what a text repeats, what texts share, and what was changed."""

from analysis.duplicates.alignment import align_passage
from analysis.duplicates.clusters import passage_clusters
from analysis.duplicates.find import find_duplicates, share_duplicated

__all__ = ["align_passage", "find_duplicates", "passage_clusters", "share_duplicated"]
