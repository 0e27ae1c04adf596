"""Say what each part of an article is, without changing a character of it."""

import csv
import re
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import pandas as pd

from analysis.checks import require_columns, require_text
from analysis.paragraphs import (
    BULLET,
    DATELINE,
    FINAL_STOP,
    INLINE_BYLINE,
    languages_of,
    main_language,
    paragraphs,
    sentence_starts,
    share_capitalised,
)

IN_ARTICLE = ("title", "deck", "byline", "heading", "body", "list", "table")
PROSE = ("body", "deck", "list")
KINDS = (*IN_ARTICLE, "caption", "call_to_action", "contents", "other_articles", "footer")

_TABLE_RULE = re.compile(r"[|+:\s–—=_-]{3,}$")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s|\*\*[^*]{1,200}\*\*$|__[^_]{1,200}__$")
_REPORTED = re.compile(
    r"[“”\"]|\b(?:said|says|told|urged|asked|added|called on|according to)\b", re.I
)


class _Piece(NamedTuple):
    start: int
    end: int
    kind: str
    language: str


def find_blocks(documents: pd.DataFrame) -> pd.DataFrame:
    """Find the title, headings, prose, tables, teasers and house notices of each article.

    Paragraphs are told apart by their own words (cue phrases in analysis/data/block_cues.csv),
    their form (length, final stop, capitals, bullets, pipes), their neighbours and their
    language. Nothing is dropped: every character that is not white space lies in one block.

    Args:
        documents: doc_id (any), text (str); language (str, ISO 639-1) is used where given, and
            title (str) where the text opens with it.

    Returns:
        One row a block, in reading order: doc_id; block_id (int, from 0 in each document);
        start, end (int, character offsets into text); kind (str, one of KINDS: a dateline counts
        as byline, a bulleted full sentence as body); language (str, ISO 639-1, by py3langid;
        blocks under 100 characters follow their neighbours); in_article (bool: false for
        caption, call_to_action, contents, other_articles and footer).

    Raises:
        InputError: a column is missing or a text is not str.

    Example:
        >>> text = "Mayor opens bridge\\n\\nThe bridge opened on Monday.\\n\\n© 2025 The Post"
        >>> blocks = find_blocks(pd.DataFrame({"doc_id": ["a"], "text": [text]}))
        >>> blocks[["start", "end", "kind"]].values.tolist()
        [[0, 18, 'title'], [20, 48, 'body'], [50, 65, 'footer']]
    """
    require_columns(documents, ["doc_id", "text"], "documents")
    texts = require_text(documents["text"], "documents")
    titles = _optional(documents, "title")
    languages = _optional(documents, "language")
    rows = [
        (doc_id, number, *piece, piece.kind in IN_ARTICLE)
        for doc_id, text, title, language in zip(
            documents["doc_id"], texts, titles, languages, strict=True
        )
        for number, piece in enumerate(_find(text, title, language))
    ]
    columns = ["doc_id", "block_id", "start", "end", "kind", "language", "in_article"]
    types = dict.fromkeys(["block_id", "start", "end"], "int64")
    types |= {"kind": "str", "language": "str", "in_article": "bool"}
    return pd.DataFrame(rows, columns=columns).astype(types)


def _optional(documents: pd.DataFrame, column: str) -> list[str]:
    if column not in documents.columns:
        return [""] * len(documents)
    return [value if isinstance(value, str) else "" for value in documents[column]]


def _find(text: str, title: str, language: str) -> list[_Piece]:
    lines = list(paragraphs(text))
    languages = languages_of([text[start:end] for start, end in lines])
    main = language or main_language(lines, languages)
    kinds = [_own_kind(text[start:end]) for start, end in lines]
    _mark_sections(text, lines, kinds)
    _mark_foreign_tail(lines, kinds, languages, main)
    _mark_teaser_tail(text, lines, kinds)
    _mark_top(text, lines, kinds, title)
    _mark_headings(text, lines, kinds)
    _mark_footers(text, lines, kinds)
    pieces = [
        _Piece(start, end, kind, language)
        for (start, end), kind, language in zip(lines, kinds, languages, strict=True)
    ]
    return _join_tables([part for piece in pieces for part in _split_off_calls(text, piece)])


def _own_kind(line: str) -> str:
    """What a line is by its own words and form; "headline" and "prose" depend on the rest."""
    plain = BULLET.sub("", line)
    if ((line.startswith("|") or line.endswith("|")) and line.count("|") >= 2) or "\t" in line:
        return "table"
    if _TABLE_RULE.match(line) or not any(character.isalnum() for character in line):
        return "rule"
    if _MARKDOWN_HEADING.match(line):
        return "heading"
    if INLINE_BYLINE.fullmatch(line + " ") or DATELINE.fullmatch(line + " "):
        return "byline"
    if len(plain) <= 320:
        for kind in ("contents", "caption", "footer", "other_articles", "byline"):
            if _cues(kind, "line").fullmatch(plain.rstrip(":")) or _cues(kind, "start").match(
                plain
            ):
                return kind
        if _cues("footer", "any").search(plain):
            return "footer"
    if plain != line:
        return "prose" if FINAL_STOP.search(line) and len(plain.split()) >= 6 else "list"
    return "headline" if _headline(line) else "prose"


def _headline(line: str) -> bool:
    words = line.split()
    if (FINAL_STOP.search(line) and not line.endswith("?")) or line.endswith((",", ";")):
        return False
    return len(words) <= 22 and len(line) <= 180


@lru_cache(maxsize=64)
def _cues(kind: str, where: str) -> re.Pattern[str]:
    with files("analysis").joinpath("data/block_cues.csv").open(encoding="utf-8") as table:
        rows = [row for row in csv.DictReader(table) if row["kind"] == kind]
    patterns = [f"(?:{row['pattern']})" for row in rows if row["where"] == where]
    return re.compile("|".join(patterns) or r"(?!)", re.IGNORECASE)


def _mark_sections(text: str, lines: list[tuple[int, int]], kinds: list[str]) -> None:
    """A heading over other stories or over a table of contents takes in what it stands over."""
    inside = ""
    titles = {text[start:end].lower() for start, end in lines}
    for i, (start, end) in enumerate(lines):
        line = text[start:end]
        if kinds[i] in ("headline", "heading", "prose", "list") and len(line) < 120:
            opens = _cues("other_articles", "section").fullmatch(
                BULLET.sub("", line).strip("#*_: ")
            )
            if opens and i > len(lines) // 4:
                inside, kinds[i] = "other_articles", "other_articles"
                continue
        if kinds[i] == "contents":
            inside = "contents"
        elif inside == "contents":
            repeated = BULLET.sub("", line).lower() in titles and BULLET.match(line)
            if kinds[i] == "list" or repeated:
                kinds[i] = "contents"
            else:
                inside = ""
        elif inside == "other_articles":
            long = kinds[i] == "prose" and len(line.split()) >= 45
            after_headline = kinds[i - 1] == "other_articles" and _headline(
                _line(text, lines, i - 1)
            )
            if kinds[i] == "footer" or (long and not after_headline):
                inside = ""
            else:
                kinds[i] = "other_articles"


def _line(text: str, lines: list[tuple[int, int]], i: int) -> str:
    return text[lines[i][0] : lines[i][1]]


def _mark_foreign_tail(
    lines: list[tuple[int, int]], kinds: list[str], languages: list[str], main: str
) -> None:
    """Blocks at the end in another language are teasers of other stories."""
    for i in reversed(range(len(lines))):
        if languages[i] == main and kinds[i] != "other_articles" and lines[i][1] - lines[i][0] > 40:
            break
        if languages[i] != main and kinds[i] not in ("footer", "rule"):
            kinds[i] = "other_articles"


def _mark_teaser_tail(text: str, lines: list[tuple[int, int]], kinds: list[str]) -> None:
    """Headlines that no prose follows, and teasers between reading times, at the end."""
    last = len(lines)
    while last and kinds[last - 1] not in ("prose", "table", "list", "heading"):
        last -= 1
    tail = [i for i in range(last, len(lines)) if kinds[i] == "headline"]
    for i in tail:
        words = _line(text, lines, i).split()
        if len(tail) > 1 or len(words) >= 5:
            kinds[i] = "other_articles" if len(words) >= 4 else "footer"
    marks = [i for i, kind in enumerate(kinds) if kind == "other_articles" and i > len(kinds) // 4]
    times = [i for i in marks if _cues("other_articles", "line").fullmatch(_line(text, lines, i))]
    if len(times) >= 2:
        first = times[0] - 1
        if first > 0 and kinds[first - 1] in ("headline", "other_articles"):
            first -= 1
        for i in range(first, len(kinds)):
            if kinds[i] not in ("footer", "rule"):
                kinds[i] = "other_articles"


def _mark_top(text: str, lines: list[tuple[int, int]], kinds: list[str], title: str) -> None:
    """Title, deck and byline stand above the first paragraph."""
    top = [i for i in range(len(kinds)) if kinds[i] in ("headline", "heading", "prose")][:3]
    if not top:
        return
    first = _line(text, lines, top[0])
    given = bool(title) and _letters(first) == _letters(title)
    named = given or (kinds[top[0]] in ("headline", "heading") and len(lines) > 1)
    if not named or top[0] > 2 or (not given and not _prose_follows(kinds, top[0])):
        return
    kinds[top[0]] = "title"
    if len(top) < 2 or any(
        kind not in ("byline", "caption") for kind in kinds[1 + top[0] : top[1]]
    ):
        return
    second = _line(text, lines, top[1])
    above_byline = top[1] + 1 < len(kinds) and kinds[top[1] + 1] == "byline"
    sentence = len(second.split()) >= 8 and share_capitalised(second) < 0.6
    if (kinds[top[1]] == "headline" and sentence) or (kinds[top[1]] == "prose" and above_byline):
        kinds[top[1]] = "deck"


def _letters(line: str) -> str:
    return "".join(character for character in line.lower() if character.isalnum())


def _prose_follows(kinds: list[str], i: int) -> bool:
    return any(kind in ("prose", "table", "list") for kind in kinds[i + 1 :])


def _mark_headings(text: str, lines: list[tuple[int, int]], kinds: list[str]) -> None:
    """A headline over prose is a heading; three or more in a row are a list without bullets."""
    questions = [
        i for i, kind in enumerate(kinds) if kind == "headline" and _line(text, lines, i)[-1] == "?"
    ]
    i = 0
    while i < len(kinds):
        run = i
        while run < len(kinds) and kinds[run] == "headline":
            run += 1
        follows = run < len(kinds) and _prose_follows(kinds, run - 1)
        for j in range(i, run):
            line = _line(text, lines, j)
            words, capitals = len(line.split()), share_capitalised(line)
            lone_question = j in questions and len(questions) < 2 and capitals < 0.6
            wordy = words > 12 and j not in questions and capitals < (0.4 if follows else 0.6)
            if wordy or (follows and lone_question):
                kinds[j] = "prose"
            else:
                kinds[j] = "list" if follows and run - i >= 4 and j < run - 1 else "heading"
        i = max(run, i + 1)
    for j, kind in enumerate(kinds):
        if kind == "prose":
            kinds[j] = "body"


def _mark_footers(text: str, lines: list[tuple[int, int]], kinds: list[str]) -> None:
    """Short lines at the end beside a rights line or a handle; lines of marks only."""
    for i, kind in enumerate(kinds):
        if kind == "rule":
            near = "table" in kinds[max(0, i - 1) : i + 2]
            kinds[i] = "table" if near else "footer"
    for i in range(max(1, len(kinds) - 3), len(kinds)):
        if kinds[i] == "body" and _cues("footer", "tail").fullmatch(_line(text, lines, i)):
            kinds[i] = "footer"
    for i in range(1, len(kinds) - 1):
        if kinds[i - 1] == kinds[i + 1] == "footer" and len(_line(text, lines, i).split()) < 15:
            kinds[i] = "footer"
    last = max((i for i, kind in enumerate(kinds) if kind == "body"), default=-1)
    for i in range(len(kinds)):
        if kinds[i] != "footer" or i < last:
            continue
        for j in (i - 1, i + 1):
            if j > 0 and j < len(kinds) and kinds[j] in ("heading", "list", "body"):
                other, line = _letters(_line(text, lines, j)), _line(text, lines, i)
                first = _letters(BULLET.sub("", _line(text, lines, j)).split()[0])
                named = len(first) > 3 and first in _letters(line)
                if (named and len(other) < 120) or (kinds[j] != "body" and j > last):
                    kinds[j] = "footer"


def _split_off_calls(text: str, piece: _Piece) -> list[_Piece]:
    """Sentences that call on the reader, cut out of a paragraph as blocks of their own."""
    line = text[piece.start : piece.end]
    if piece.kind not in ("body", "list") or not (
        _cues("call_to_action", "any").search(line) or _cues("call_to_action", "start").search(line)
    ):
        return [piece]
    cuts = sentence_starts(line)
    parts: list[_Piece] = []
    for begin, finish in zip(cuts, [*cuts[1:], len(line)], strict=True):
        sentence = line[begin:finish].rstrip()
        kind = "call_to_action" if _calls(sentence) else piece.kind
        start, end = piece.start + begin, piece.start + begin + len(sentence)
        if parts and parts[-1].kind == kind:
            parts[-1] = parts[-1]._replace(end=end)
        else:
            parts.append(_Piece(start, end, kind, piece.language))
    return parts


def _calls(sentence: str) -> bool:
    plain = BULLET.sub("", sentence)
    if _cues("call_to_action", "start").match(plain):
        return True
    return bool(_cues("call_to_action", "any").search(plain)) and not _REPORTED.search(plain)


def _join_tables(pieces: list[_Piece]) -> list[_Piece]:
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and piece.kind == joined[-1].kind == "table":
            joined[-1] = joined[-1]._replace(end=piece.end)
        else:
            joined.append(piece)
    return joined
