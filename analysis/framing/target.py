"""Framing towards one person or thing, in a sentence that may praise one and blame another."""

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.checks import InputError, require_columns, require_text, whole_offsets
from analysis.framing.encoder import choose_instrument, encode_mentions
from analysis.framing.score import framing_table, reasons_not_scored, where_scored
from analysis.framing.terms import Matches, TermLookup, find_terms, index_terms
from analysis.framing.vader import score_vader
from analysis.framing.weights import Evidence, factors, spread

_Floats = NDArray[np.float64]
_Ids = NDArray[np.int64]

ZONES = ("anywhere", "before", "after", "just_before", "just_after")
_NEAR_BEFORE, _NEAR_AFTER = 15, 25  # characters between a term and the mention
_TOUCHING_BEFORE, _TOUCHING_AFTER = 1, 2
PATTERN = "pattern"  # the zone of what find_patterns finds
_REACH = 40  # characters beside the mention that patterns look at
_BESIDE = re.compile(r"\w[\w'’-]*|[,.;:\"“”—-]")
_POSSESSIVE = re.compile(r"['’]s\b")
_BY = re.compile(r"\bby(?: the)?(?: \w+)?\s?\Z")
_PRONOUNS = frozenset(["he", "she", "they", "it", "his", "her", "their", "its", "him", "them"])
FADE, FLOOR = 25.0, 0.14  # weights fade over so many characters, to this share at a distance


class TargetWeights(NamedTuple):
    """A model of framing towards a mention: for each term one weight a zone.

    slant, neutral: one row a term, one column a zone, in the units of weights.Weights; patterns:
    the slant and neutral weight of each pattern.
    """

    lookup: TermLookup
    terms: list[str]
    slant: _Floats
    neutral: _Floats
    patterns: dict[str, tuple[float, float]]
    intercept: float


def score_target_framing(mentions: pd.DataFrame, instrument: str = "auto") -> pd.DataFrame:
    """Framing of each sentence towards the person or thing that it mentions at the offsets.

    Like score_framing, by the same two instruments. For "terms", terms weigh less the farther they
    stand from the mention, and have weights of their own just before and just after it; see
    training/target.py. The "encoder" reads the sentence with marks round the mention. Both learned
    this from NewsMTSC's human labels (Hamborg and Donnay 2021), the terms from mentions coded by
    language models besides.

    Args:
        mentions: text (str, a sentence); start, end (int, character offsets of the mention in the
            text, end exclusive). An optional column language (str) as for score_framing. The
            encoder reads 250 pieces of words around the mention.
        instrument: as for score_framing.

    Returns:
        One row a mention, same index and order: label ("promotional", "neutral", "critical", or
        NaN where not scored), score (float64, -1 to 1), promotional, neutral, critical (float64,
        0 to 1, adding to 1), logit (float64, log-odds of promotional against critical),
        vader_compound (float64, -1 to 1, of the whole sentence), instrument (str), reason (str or
        NaN).

    Raises:
        InputError: a column is missing, a text is not a str, offsets lie outside the text, no such
            instrument, or the encoder without its extra.

    Example:
        >>> text = "Critics accused Gil of fraud, while Ek won praise for honesty."
        >>> mentions = pd.DataFrame({"text": [text] * 2, "start": [16, 36], "end": [19, 38]})
        >>> scores = score_target_framing(mentions, instrument="terms")["score"]
        >>> bool(scores[0] < scores[1])
        True
    """
    instrument = choose_instrument(instrument)
    texts, start, end = _check(mentions)
    reason = reasons_not_scored(mentions, texts)
    if instrument == "encoder":
        places = list(zip(start.tolist(), end.tolist(), strict=True))
        slant, neutral = where_scored(
            reason,
            lambda rows: encode_mentions(
                [texts[row] for row in rows], [places[row] for row in rows]
            ),
        )
    else:
        weights = load_target_weights()
        found = weigh_target(texts, start, end, weights)
        slant = np.bincount(found.row, found.slant, minlength=len(texts)).astype(float)
        neutral = np.bincount(found.row, found.neutral, minlength=len(texts)).astype(float)
        neutral += weights.intercept
    compound = score_vader(texts)["compound"]
    return framing_table(slant, neutral, reason, compound, instrument, mentions.index)


@lru_cache(maxsize=1)
def load_target_weights() -> TargetWeights:
    """The learned weights that ship with the package."""
    source = files("analysis").joinpath("data", "framing_target_weights.csv")
    with source.open(encoding="utf-8") as file:
        return make_target_weights(pd.read_csv(file, comment="#", keep_default_na=False))


def make_target_weights(table: pd.DataFrame) -> TargetWeights:
    """A model from a table with term, zone (str), slant and neutral (float64).

    The row of the term "(intercept)" holds what every mention gets.
    """
    first = table["term"] == "(intercept)"
    beside = table["zone"] == PATTERN
    pairs = zip(table["slant"][beside].astype(float), table["neutral"][beside], strict=True)
    patterns = dict(zip(table["term"][beside], pairs, strict=True))
    kept = table[~first & ~beside]
    codes, terms = pd.factorize(kept["term"])
    zone = kept["zone"].map({zone: number for number, zone in enumerate(ZONES)}).to_numpy()
    weights = np.zeros((2, len(terms), len(ZONES)))
    weights[0, codes, zone] = kept["slant"]
    weights[1, codes, zone] = kept["neutral"]
    names = [str(term) for term in terms]
    intercept = float(table["neutral"][first].sum())
    return TargetWeights(index_terms(names), names, weights[0], weights[1], patterns, intercept)


def find_zones(found: Matches, start: _Ids, end: _Ids) -> _Floats:
    """How much each place counts in each zone; nothing where it overlaps the mention."""
    before, after = found.end <= start[found.row], found.start >= end[found.row]
    gap = np.where(before, start[found.row] - found.end, found.start - end[found.row])
    flags = (
        before | after,
        before & (gap < _NEAR_BEFORE),
        after & (gap < _NEAR_AFTER),
        before & (gap <= _TOUCHING_BEFORE),
        after & (gap <= _TOUCHING_AFTER),
    )
    fading = FLOOR + (1 - FLOOR) * np.exp(-np.maximum(gap, 0) / FADE)
    return np.stack(flags, axis=1) * fading[:, None]


def find_patterns(text: str, start: int, end: int) -> list[str]:
    """What touches the mention (it stands as "_"), and in brackets what it is and where it stands.

    Example:
        >>> find_patterns("Critics accused Gil of fraud.", 16, 19)[:3]
        ['accused _', 'critics accused _', '_ of']
    """
    before, after, mention = text[:start], text[end:], text[start:end]
    left = [word.lower() for word in _BESIDE.findall(before[-_REACH:])][-2:]
    right = [word.lower() for word in _BESIDE.findall(after[:_REACH])][:2]
    found = [" ".join([*left[-words:], "_"]) for words in range(1, len(left) + 1)]
    found += [" ".join(["_", *right[:words]]) for words in range(1, len(right) + 1)]
    if left and right:
        found.append(f"{left[-1]} _ {right[0]}")
    length = len(text)
    marks = {
        "(begins the sentence)": not any(map(str.isalnum, before)),
        "(first third)": start * 3 < length,
        "(last third)": start * 3 > 2 * length,
        "(several words)": " " in mention.strip(),
        "(pronoun)": mention.lower() in _PRONOUNS,
        "(capitals)": len(mention) > 1 and mention.isupper(),
        "(possessive)": _POSSESSIVE.match(after) is not None,
        "(after by)": _BY.search(before[-_REACH:]) is not None,
        "(before a comma)": after.startswith(","),
        "(sentence with quotes)": '"' in text or "“" in text,
        "(inside quotes)": before.count('"') % 2 == 1 or before.count("“") > before.count("”"),
    }
    return found + [mark for mark, holds in marks.items() if holds]


def weigh_target(texts: Sequence[str], start: _Ids, end: _Ids, weights: TargetWeights) -> Evidence:
    """Every place that carries weight towards the mention, with its part in the logits.

    A pattern stands at the mention; its term is its place in the patterns after the terms.
    """
    found = find_terms(texts, weights.lookup)
    zones = find_zones(found, start, end)
    thinner = spread(found.row, len(texts))[found.row]
    slant_factor, neutral_factor = factors(found)
    number = {pattern: place for place, pattern in enumerate(weights.patterns)}
    beside = [
        (row, number[pattern])
        for row, place in enumerate(zip(texts, start.tolist(), end.tolist(), strict=True))
        for pattern in find_patterns(*place)
        if pattern in number
    ]
    row, pattern = np.array(beside, np.int64).reshape(-1, 2).T
    worth = np.array(list(weights.patterns.values()), float).reshape(-1, 2)[pattern]
    own_slant = (zones * weights.slant[found.term]).sum(axis=1) * slant_factor * thinner
    own_neutral = (zones * weights.neutral[found.term]).sum(axis=1) * neutral_factor * thinner
    return Evidence(
        np.concatenate((found.row, row)),
        np.concatenate((found.start, start[row])),
        np.concatenate((found.end, end[row])),
        np.concatenate((found.term, pattern + len(weights.terms))),
        np.concatenate((own_slant, worth[:, 0])),
        np.concatenate((own_neutral, worth[:, 1])),
    )


def _check(mentions: pd.DataFrame) -> tuple[list[str], _Ids, _Ids]:
    require_columns(mentions, ["text", "start", "end"], "mentions")
    texts = require_text(mentions["text"], "mentions")
    start, end = (whole_offsets(mentions[column], "mentions") for column in ("start", "end"))
    lengths = np.array([len(text) for text in texts], np.int64)
    outside = np.flatnonzero((start < 0) | (start >= end) | (end > lengths))
    # an empty text has no mention to point at; it is reported as not scored
    outside = outside[lengths[outside] > 0]
    if len(outside):
        row = outside[0]
        raise InputError(
            f"mentions: row {mentions.index[row]}: start {start[row]} and end {end[row]} do not "
            f"lie in a text of {lengths[row]} characters. Give offsets with 0 <= start < end."
        )
    return texts, start, end
