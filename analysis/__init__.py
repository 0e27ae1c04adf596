"""Compare how several outlets tell one story: framing, readability, duplicated passages."""

from analysis import charts
from analysis.blocks.find import find_blocks
from analysis.checks import InputError
from analysis.compare.keyness import keyness
from analysis.compare.outlets import (
    compare_actors,
    compare_framing,
    compare_readability,
    share_shingles,
)
from analysis.corpus import check_corpus, load_corpus
from analysis.duplicates.alignment import align_passage
from analysis.duplicates.clusters import passage_clusters
from analysis.duplicates.find import find_duplicates, share_duplicated
from analysis.facts.find import find_facts, shared_facts
from analysis.facts.names import find_names
from analysis.framing.actors import find_mentions, frame_actors
from analysis.framing.explain import explain_framing, neutral_intercept
from analysis.framing.loaded import find_loaded, rate_loaded
from analysis.framing.score import score_framing
from analysis.framing.target import score_target_framing
from analysis.framing.vader import score_vader
from analysis.readability.copydesk import find_slips, score_copydesk
from analysis.readability.counts import count_sentences
from analysis.readability.formulas import formulas_from_counts
from analysis.readability.score import score_readability
from analysis.report import marks, readings
from analysis.report.tables import make_tables
from analysis.report.write import write_report
from analysis.sentences.split import split_sentences

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
    "neutral_intercept",
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
