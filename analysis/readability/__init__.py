"""Readability: counts, formulas, diversity and slips of copy."""

from analysis.readability.copydesk import find_slips, score_copydesk
from analysis.readability.counts import count_sentences
from analysis.readability.diversity import lexical_diversity
from analysis.readability.formulas import formulas_from_counts
from analysis.readability.score import score_readability
from analysis.readability.textstat_counts import count_as_textstat

__all__ = [
    "count_as_textstat",
    "count_sentences",
    "find_slips",
    "formulas_from_counts",
    "lexical_diversity",
    "score_copydesk",
    "score_readability",
]
