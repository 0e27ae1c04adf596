"""The HTML reader: one self-contained page in which every number leads to its sentence."""

import base64
import json
from collections.abc import Iterator
from importlib.resources import files
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import jinja2
import pandas as pd

from analysis.blocks.find import KINDS
from analysis.checks import records
from analysis.report.marks import FLOOR
from analysis.report.readings import read_instrument
from analysis.report.repeats import place_repeats, tell_again
from analysis.report.tables import READER_ARTICLES

_STRONGEST = 8
_ONCE = {
    "(praise)": "first word of praise",
    "(blame)": "first word of blame",
    "(both sides)": "both praise and blame",
}


class Figure(NamedTuple):
    """A picture for the page; framing: the task of what framed it, as read_instrument has it."""

    name: str
    section: str
    reading: str
    alt: str
    svg: bytes
    framing: str = ""


def make_page(
    documents: pd.DataFrame, tables: dict[str, pd.DataFrame], figures: list[Figure]
) -> str:
    """Lay out the page: figures with their reading, then the articles with their evidence.

    Args:
        documents: as given to make_tables.
        tables: as make_tables gives them.
        figures: in the order shown.

    Returns:
        One HTML document without outside links or downloads. Text of articles is escaped. The
        reader holds the first READER_ARTICLES articles; the tables hold all.
    """
    environment = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        loader=jinja2.FunctionLoader(
            lambda name: files("analysis.report").joinpath(name).read_text("utf-8")
        ),
    )
    shown = documents.head(READER_ARTICLES)
    repeats = place_repeats(documents, tables["passages"], shown["doc_id"])
    articles = [_article(row, tables, repeats) for row in records(shown)]
    evidence = {
        f"{number}-{sentence_id}": details
        for number, article in enumerate(articles)
        for sentence_id, details in article.pop("evidence").items()
    }
    instruments = tables["sentences"]["instrument"].unique()
    return environment.get_template("page.html.j2").render(
        articles=articles,
        more=len(documents) - len(shown),
        outlets=list(documents["outlet"].unique()),
        figures=[figure._asdict() | {"src": _data_uri(figure.svg)} for figure in figures],
        sections=list(dict.fromkeys(figure.section for figure in figures)),
        evidence=jinja2.utils.htmlsafe_json_dumps(evidence, dumps=_dumps),
        kinds=KINDS,
        accuracy={
            task: " ".join(read_instrument(name, task) for name in instruments)
            for task in ("sentence", "target")
        },
        floor=FLOOR,
        sentences=len(tables["sentences"]),
        foreign=int((tables["sentences"]["reason"] == "language").sum()),
    )


def _dumps(value: object, **_: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _data_uri(svg: bytes) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode()


def _article(
    document: dict[str, Any], tables: dict[str, pd.DataFrame], repeats: pd.DataFrame
) -> dict[str, Any]:
    """An article as blocks of pieces, each piece inside at most one sentence."""
    doc_id, text = document["doc_id"], document["text"]
    sentences = _of(tables["sentences"], doc_id)
    repeats = _of(repeats, doc_id)
    marked = list(zip(repeats["start"], repeats["end"], strict=True))
    blocks = [
        {
            "kind": block["kind"].replace("_", " "),
            "tag": {"title": "h3", "heading": "h4"}.get(block["kind"], "p"),
            "left_out": not block["in_article"],
            "language": block["language"],
            "runs": list(_runs(text, block["start"], block["end"], sentences, marked)),
        }
        for block in records(_of(tables["blocks"], doc_id))
    ]
    return {
        "outlet": document["outlet"],
        "title": document.get("title") or _title(text, tables["blocks"], doc_id),
        "note": document.get("note") or "",
        "published": document.get("published") or "no date",
        "blocks": blocks,
        "words": int(_of(tables["documents"], doc_id)["words"].sum()),
        "strip": [
            {
                "label": _label(row["label"]),
                "voice": row["voice"],
                "words": max(1, int(row["words"])),
                "id": row["sentence_id"],
            }
            for row in records(sentences)
        ],
        "evidence": _evidence(sentences, _of(tables["evidence"], doc_id), repeats),
    }


def _title(text: str, blocks: pd.DataFrame, doc_id: object) -> str:
    titles = _of(blocks[blocks["kind"] == "title"], doc_id)
    for row in records(titles.head(1)):
        return text[row["start"] : row["end"]].lstrip("# ")
    return "(no title in the text)"


def _of(table: pd.DataFrame, doc_id: object, column: str = "doc_id") -> pd.DataFrame:
    return table[table[column] == doc_id]


def _label(value: object) -> str:
    return value if isinstance(value, str) else "unscored"


def _rounded(value: float) -> float | None:
    return None if pd.isna(value) else round(float(value), 2)


def _runs(
    text: str, start: int, end: int, sentences: pd.DataFrame, repeats: list[tuple[int, int]]
) -> Iterator[dict[str, Any]]:
    """A block cut where a sentence begins or ends, and these where a repeated passage does."""
    inside = sentences[(sentences["start"] < end) & (sentences["end"] > start)]
    spans = [(row["start"], row["end"], row) for row in records(inside)]
    near = [(a, b) for a, b in repeats if a < end and b > start]
    cuts = {start, end}
    for a, b in [*((a, b) for a, b, _ in spans), *near]:
        cuts |= {min(max(a, start), end), min(max(b, start), end)}

    def place(a: int, b: int) -> int | None:
        inside = (n for n, (low, high, _) in enumerate(spans) if low <= a and b <= high)
        return next(inside, None)

    for number, parts in groupby(pairwise(sorted(cuts)), lambda cut: place(*cut)):
        pieces = list(parts)
        row = None if number is None else spans[number][2]
        yield {
            "id": None if row is None else row["sentence_id"],
            "label": "" if row is None else _label(row["label"]),
            "voice": "" if row is None else row["voice"],
            "first": row is not None and row["start"] == pieces[0][0],
            "pieces": [
                {"text": text[a:b], "repeated": any(low <= a and b <= high for low, high in near)}
                for a, b in pieces
            ],
        }


def _evidence(
    sentences: pd.DataFrame, evidence: pd.DataFrame, repeats: pd.DataFrame
) -> dict[int, dict[str, Any]]:
    terms, words = (
        _strongest(evidence[evidence["instrument"] == name]) for name in ("terms", "encoder")
    )
    return {
        int(row["sentence_id"]): {
            "text": row["text"],
            "label": _label(row["label"]),
            "score": _rounded(row["score"]),
            "vader": _rounded(row["vader_compound"]),
            "voice": row["voice"],
            "speaker": row["speaker"] if isinstance(row["speaker"], str) else "",
            "reason": row["reason"] if isinstance(row["reason"], str) else "",
            "terms": terms.get(row["sentence_id"], []),
            "words": words.get(row["sentence_id"], []),
            "again": tell_again(repeats, row["start"], row["end"]),
        }
        for row in records(sentences)
    }


def _strongest(evidence: pd.DataFrame) -> dict[int, list[list[Any]]]:
    """What moves each sentence's score most, the heaviest first.

    Start, end, contribution, and what of it counts once in a sentence, where that is it.
    """
    heaviest = evidence.sort_values("contribution", key=lambda c: -c.abs(), kind="stable")
    found: dict[int, list[list[Any]]] = {}
    for row in records(heaviest.groupby("sentence_id").head(_STRONGEST)):
        term = [int(row["start"]), int(row["end"]), _rounded(row["contribution"])]
        told = [_ONCE[row["entry"]]] if row["entry"] in _ONCE else []
        found.setdefault(int(row["sentence_id"]), []).append([*term, *told])
    return found
