"""Compare how several outlets tell one story: framing, readability, duplicated passages."""

from analysis import charts, marks, readings
from analysis.actors import find_mentions, frame_actors
from analysis.alignment import align_passage
from analysis.blocks import find_blocks
from analysis.checks import InputError
from analysis.compare import (
    compare_actors,
    compare_framing,
    compare_readability,
    share_shingles,
)
from analysis.copydesk import find_slips, score_copydesk
from analysis.corpus import check_corpus, load_corpus
from analysis.counts import count_sentences
from analysis.duplicates import find_duplicates, passage_clusters, share_duplicated
from analysis.facts import find_facts, shared_facts
from analysis.formulas import formulas_from_counts
from analysis.framing import explain_framing, score_framing
from analysis.keyness import keyness
from analysis.loaded import find_loaded, rate_loaded
from analysis.names import find_names
from analysis.readability import score_readability
from analysis.report import write_report
from analysis.sentences import split_sentences
from analysis.tables import make_tables
from analysis.target import score_target_framing
from analysis.vader import score_vader

__all__ = [
    "InputError",
    "align_passage",
    "charts",
    "check_corpus",
    "compare_actors",
    "compare_framing",
    "compare_readability",
    "count_sentences",
    "explain_framing",
    "find_blocks",
    "find_duplicates",
    "find_facts",
    "find_loaded",
    "find_mentions",
    "find_names",
    "find_slips",
    "formulas_from_counts",
    "frame_actors",
    "keyness",
    "load_corpus",
    "make_tables",
    "marks",
    "passage_clusters",
    "rate_loaded",
    "readings",
    "score_copydesk",
    "score_framing",
    "score_readability",
    "score_target_framing",
    "score_vader",
    "share_duplicated",
    "share_shingles",
    "shared_facts",
    "split_sentences",
    "write_report",
]
