"""Readability formulas: from summed counts to scores, whole tables at a time."""

from collections.abc import Callable, Mapping
from typing import Any, Literal, get_args

import numpy as np
import pandas as pd

from analysis.checks import InputError, require_numbers, stated_languages
from analysis.readability.reasons import Rule, missing_values, state_reasons

Counting = Literal["sentences", "textstat"]
_Counts = Mapping[str, Any]


def _length(c: _Counts) -> Any:
    return c["words"] / c["sentences"]


def _share(c: _Counts, count: str) -> Any:
    return c[count] / c["words"]


def _flesch_reading_ease(c: _Counts) -> Any:
    return 206.835 - 1.015 * _length(c) - 84.6 * _share(c, "syllables")


def _flesch_kincaid_grade(c: _Counts) -> Any:
    return 0.39 * _length(c) + 11.8 * _share(c, "syllables") - 15.59


def _gunning_fog(c: _Counts) -> Any:
    return 0.4 * (_length(c) + 100 * _share(c, "complex_words"))


def _smog_index(c: _Counts) -> Any:
    return 1.043 * np.sqrt(30 * c["polysyllables"] / c["sentences"]) + 3.1291


def _coleman_liau_index(c: _Counts) -> Any:
    per_letter = 5.8 if "chunks" in c else 5.88
    return per_letter * _share(c, "letters") - 29.6 / _length(c) - 15.8


def _automated_readability_index(c: _Counts) -> Any:
    return 4.71 * c["characters"] / c.get("chunks", c["words"]) + 0.5 * _length(c) - 21.43


def _dale_chall_readability_score(c: _Counts) -> Any:
    percent = 100 * _share(c, "unfamiliar_words")
    return 0.1579 * percent + 0.0496 * _length(c) + 3.6365 * (percent > 5)


def _dale_chall_readability_score_v2(c: _Counts) -> Any:
    raw = 15.79 * _share(c, "difficult_words") + 0.0496 * _length(c)
    return raw + 3.6365 * (raw > 0.05)


def _linsear_write_formula(c: _Counts) -> Any:
    points = c.get("linsear_points", c["words"] + 2 * c["polysyllables"])
    provisional = points / c.get("linsear_sentences", c["sentences"])
    return (provisional - 2 * (provisional <= 20)) / 2


def _spache_readability(c: _Counts) -> Any:
    hard = c.get("difficult_words", c["unfamiliar_words"])
    return 0.141 * _length(c) + 8.6 * hard / c["words"] + 0.839


def _lix(c: _Counts) -> Any:
    return _length(c) + 100 * _share(c, "long_words")


def _rix(c: _Counts) -> Any:
    return c["long_words"] / c["sentences"]


def _mcalpine_eflaw(c: _Counts) -> Any:
    return (c["words"] + c["mini_words"]) / c["sentences"]


def _fernandez_huerta(c: _Counts) -> Any:
    return 206.84 - 60 * _share(c, "syllables") - 1.02 * _length(c)


def _szigriszt_pazos(c: _Counts) -> Any:
    return 206.84 - 62.3 * _share(c, "syllables") - _length(c)


def _gutierrez_polini(c: _Counts) -> Any:
    return 95.2 - 9.7 * _share(c, "letters") - 0.35 * _length(c)


def _crawford(c: _Counts) -> Any:
    return 4.9 * _share(c, "syllables") - 20.5 / _length(c) - 3.407


_BY_LANGUAGE: dict[str, tuple[Callable[[_Counts], Any], ...]] = {
    "en": (
        _flesch_reading_ease,
        _flesch_kincaid_grade,
        _gunning_fog,
        _smog_index,
        _coleman_liau_index,
        _automated_readability_index,
        _dale_chall_readability_score,
        _linsear_write_formula,
        _spache_readability,
        _mcalpine_eflaw,
    ),
    "": (_lix, _rix),
    "es": (_fernandez_huerta, _szigriszt_pazos, _gutierrez_polini, _crawford),
}
_TEXTSTAT_ONLY = {"dale_chall_readability_score_v2": _dale_chall_readability_score_v2}
_FORMULAS = {
    formula.__name__[1:]: (formula, language)
    for language, formulas in _BY_LANGUAGE.items()
    for formula in formulas
}
FORMULAS = tuple(_FORMULAS)
NEEDS = (
    "sentences",
    "words",
    "letters",
    "characters",
    "syllables",
    "polysyllables",
    "complex_words",
    "long_words",
    "mini_words",
    "unfamiliar_words",
)
_TEXTSTAT_COUNTS = ("chunks", "difficult_words", "linsear_points", "linsear_sentences")


def formula_values(counts: _Counts) -> dict[str, Any]:
    """Every formula on arrays of counts of any one shape; NaN where it cannot be computed.

    Language is not looked at here: see formulas_from_counts for the sources, and for the
    formulas that a text's language or length rules out.

    Example:
        >>> counts = dict.fromkeys(NEEDS, np.array([4.0])) | {"words": np.array([80.0])}
        >>> float(formula_values(counts)["rix"][0]), float(formula_values(counts)["lix"][0])
        (1.0, 25.0)
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        values = {name: formula(counts) for name, (formula, _) in _FORMULAS.items()}
        if "difficult_words" in counts:
            values |= {name: formula(counts) for name, formula in _TEXTSTAT_ONLY.items()}
    return values


def formulas_from_counts(counts: pd.DataFrame, *, counting: Counting = "sentences") -> pd.DataFrame:
    """Readability formulas from counts, one row in, one row out.

    Args:
        counts: the columns NEEDS (float64, not negative), one row a text, summed over its
            sentences; language (str, ISO 639-1; without the column "en"); the columns that
            count_as_textstat adds take the place of their counterparts where present.
        counting: "textstat" gives SMOG for fewer than three sentences too.

    Returns:
        Same index. For English (US school grade unless another unit is given):
        flesch_reading_ease (points, 100 easy, 0 hard: Flesch 1948); flesch_kincaid_grade
        (Kincaid et al. 1975); gunning_fog (Gunning 1952); smog_index (McLaughlin 1969);
        coleman_liau_index (Coleman and Liau 1975: 0.0588 by letters in 100 words; where counts
        has chunks 0.058, as in textstat); automated_readability_index (Senter and Smith
        1967); dale_chall_readability_score (points, 4.9 and less for grade 4, 10 and more for
        college: Dale and Chall 1948 as Chall and Dale 1995 list its words);
        linsear_write_formula (O'Hayre 1966); spache_readability (Spache 1953, with the
        Dale-Chall list as in textstat); mcalpine_eflaw (points, up to 20 very easy, 30 and more
        confusing to learners: McAlpine 1997). For any language: lix (points, 25 and less for
        children, 60 and more for specialists: Björnsson 1968); rix (long words a sentence:
        Anderson 1983). For Spanish (points, 100 easy, 0 hard): fernandez_huerta (1959),
        szigriszt_pazos (1993), gutierrez_polini (1972), and crawford (years of school, 1989).
        Where counts has difficult_words: dale_chall_readability_score_v2 as in textstat.
        All float64. reason (str): why formulas are NaN, "" where none is; caution (str): which
        formulas are used outside their design, "" where none.

    Raises:
        InputError: a column is missing or not of numbers, or there is no such counting.

    Example:
        >>> counts = pd.DataFrame([dict.fromkeys(NEEDS, 2.0) | {"words": 20.0}])
        >>> scores = formulas_from_counts(counts)
        >>> scores["lix"].tolist(), scores["reason"][0].split("; ")[-1]
        ([20.0], 'smog_index: fewer than 3 sentences')
    """
    if counting not in get_args(Counting):
        raise InputError(f"counting is {counting!r}. Give 'sentences' or 'textstat'.")
    given = [name for name in _TEXTSTAT_COUNTS if name in counts]
    numbers = require_numbers(counts, [*NEEDS, *given], "counts")
    language = pd.Series(stated_languages(counts), counts.index, dtype="str")
    values = formula_values({str(name): column.to_numpy() for name, column in numbers.items()})
    scores = pd.DataFrame(values, index=counts.index, dtype="float64")
    words, sentences = numbers["words"], numbers["sentences"]
    undefined = _ruled_out(numbers, language, list(values), counting)
    told = pd.DataFrame(False, scores.index, scores.columns)
    for names, rows, _ in undefined:
        told.loc[np.asarray(rows), names] = True
    scores = scores.mask(told | ~np.isfinite(scores))
    others = np.ones(len(scores), bool)
    undefined += missing_values(scores.mask(told, 0.0), others, "a count is missing")
    doubtful = [
        (
            ["smog_index"],
            scores["smog_index"].notna() & (sentences < 30),
            "made for 30 sentences, text has fewer",
        ),
        (
            ["formulas"],
            words.between(1, 99),
            "made for passages of 100 words or more, text has fewer",
        ),
    ]
    scores["reason"] = state_reasons(undefined, len(scores))
    scores["caution"] = state_reasons(doubtful, len(scores))
    return scores


def _ruled_out(
    numbers: pd.DataFrame, language: pd.Series, formulas: list[str], counting: Counting
) -> list[Rule]:
    """Which formulas a text's length or language rules out."""
    words, sentences = numbers["words"], numbers["sentences"]
    wordless, unended = words == 0, (words > 0) & (sentences == 0)
    measured = ~(wordless | unended)
    english = (language == "en") & measured
    rules: list[Rule] = [(formulas, wordless, "no words"), (formulas, unended, "no sentences")]
    for wanted in ("en", "es"):
        other = (language != wanted) & measured
        names = [name for name in formulas if _language_of(name) == wanted]
        rules.append((names, other, f"made for language {wanted!r}, text is in another"))
    if counting == "sentences":
        rules.append((["smog_index"], english & (sentences < 3), "fewer than 3 sentences"))
    mute = english & (numbers["syllables"] == 0)
    rules.append((["flesch_reading_ease", "flesch_kincaid_grade"], mute, "no syllables"))
    return rules


def _language_of(name: str) -> str:
    return _FORMULAS[name][1] if name in _FORMULAS else "en"
