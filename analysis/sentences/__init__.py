"""Sentences: where they start and end, whose voice they are in, and who speaks."""

from analysis.quotes import find_quotations, quotation_spans
from analysis.sentences.split import sentence_spans, split_sentences
from analysis.sentences.voice import find_voices

__all__ = ["find_quotations", "find_voices", "quotation_spans", "sentence_spans", "split_sentences"]
