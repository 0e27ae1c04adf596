"""Sentences and passages as HTML, with what matters in them marked; article text is escaped."""

from html import escape

import pandas as pd

from analysis.checks import records, require_columns
from analysis.duplicates.alignment import align_passage

FLOOR = 0.3  # of a contribution to the log-odds: what moves them less is not marked
_UP = "background:#cfe6f5;border-bottom:2px solid #0072b2"
_DOWN = "background:#fbdfc9;border-bottom:2px dashed #c94f00"
_CELL = "text-align:left;vertical-align:top"
_CHANGED = "background:#f3ebb5;border-bottom:2px solid #8a7400"


def mark_evidence(scored: pd.DataFrame, evidence: pd.DataFrame, *, strongest: int = 4) -> str:
    """Sentences with the terms that move their score: blue towards praise, dashed towards doubt.

    Terms that move the log-odds by less than FLOOR are not marked; where none moves them more, the
    sentence says so.

    Args:
        scored: one row a sentence: outlet, text, label (str), score (float).
        evidence: as explain_framing gives it for the same index: sentence, start, end (int,
            offsets into the sentence), contribution (float).
        strongest: terms to mark in each sentence, by size of contribution.

    Returns:
        An HTML fragment: the outlets to open, the first of them open, one paragraph a sentence.

    Raises:
        InputError: a column is missing.

    Example:
        >>> scored = pd.DataFrame({"outlet": ["A"], "text": ["A <great> day"], "score": [0.5],
        ...     "label": ["promotional"]})
        >>> evidence = pd.DataFrame({"sentence": [0], "start": [3], "end": [8],
        ...     "contribution": [1.5]})
        >>> print(mark_evidence(scored, evidence).replace(_UP, "up").split("<br>")[1])
        A &lt;<span style="up" title="+1.50">great</span>&gt; day</p></details>
    """
    require_columns(scored, ["outlet", "text", "label", "score"], "scored")
    require_columns(evidence, ["sentence", "start", "end", "contribution"], "evidence")
    scored_at = scored["score"].notna()
    paragraphs: dict[str, list[str]] = {}
    for label, row in zip(scored.index, records(scored), strict=True):
        own = evidence[evidence["sentence"] == label]
        heaviest = own.loc[own["contribution"].abs().sort_values(ascending=False).index]
        spans = [
            (
                term["start"],
                term["end"],
                _DOWN if term["contribution"] < 0 else _UP,
                f"{term['contribution']:+.2f}",
            )
            for term in records(heaviest.head(strongest))
            if abs(term["contribution"]) >= FLOOR
        ]
        none = "" if spans else "; no single word decides it"
        head = f"{row['label']} ({row['score']:+.2f}{none})" if scored_at[label] else "not scored"
        told = f"<p>{head}<br>{_marked(row['text'], spans)}</p>"
        paragraphs.setdefault(str(row["outlet"]), []).append(told)
    return "\n".join(
        f"<details{'' if i else ' open'}><summary><b>{escape(outlet)}</b></summary>"
        f"{''.join(told)}</details>"
        for i, (outlet, told) in enumerate(paragraphs.items())
    )


def _marked(text: str, spans: list[tuple[int, int, str, str]]) -> str:
    """The text, escaped, with the spans styled; where spans overlap, the first of them."""
    parts, at = [], 0
    for start, end, style, title in sorted(spans):
        if start >= at:
            parts.append(escape(text[at:start]))
            span = escape(text[start:end])
            parts.append(f'<span style="{style}" title="{escape(title)}">{span}</span>')
            at = end
    return "".join([*parts, escape(text[at:])])


def mark_changes(documents: pd.DataFrame, passages: pd.DataFrame) -> str:
    """Passages side by side, with what one side has and the other lacks marked.

    Args:
        documents: doc_id, text (str).
        passages: doc_a, start_a, end_a, doc_b, start_b, end_b, words, as find_duplicates.

    Returns:
        An HTML table, one row a passage.

    Raises:
        InputError: a column is missing.

    Example:
        >>> documents = pd.DataFrame({"doc_id": ["a"], "text": ["So it is. So it was."]})
        >>> passages = pd.DataFrame({"doc_a": ["a"], "start_a": 0, "end_a": 9, "doc_b": "a",
        ...     "start_b": 10, "end_b": 20, "words": 3})
        >>> page = mark_changes(documents, passages).replace(_CHANGED, "x")
        >>> print(page.split("So it ")[1].split("</td>")[0])
        <span style="x" title="replaced">is</span>.
    """
    require_columns(documents, ["doc_id", "text"], "documents")
    sides = ["doc_a", "start_a", "end_a", "doc_b", "start_b", "end_b"]
    require_columns(passages, [*sides, "words"], "passages")
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    rows = []
    for row in records(passages):
        a, b = texts[row["doc_a"]], texts[row["doc_b"]]
        span = {side: int(row[side]) for side in sides if not side.startswith("doc")}
        changes = [
            change for change in records(align_passage(a, b, **span)) if change["change"] != "kept"
        ]
        cells = [
            _marked(
                text[span[f"start_{side}"] : span[f"end_{side}"]],
                [
                    (
                        int(change[f"start_{side}"]) - span[f"start_{side}"],
                        int(change[f"end_{side}"]) - span[f"start_{side}"],
                        _CHANGED,
                        change["change"],
                    )
                    for change in changes
                    if pd.notna(change[f"start_{side}"])
                ],
            )
            for side, text in (("a", a), ("b", b))
        ]
        told = [str(row["words"]), *cells]
        rows.append("".join(f'<td style="{_CELL}">{cell}</td>' for cell in told))
    names = ("Words in common", "First", "Second")
    head = "".join(f'<th style="{_CELL}">{name}</th>' for name in names)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in (head, *rows)) + "</table>"
