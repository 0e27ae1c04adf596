"""Names of bodies: firms, clubs and the like that the words around their names give away."""

import re
from collections.abc import Sequence

from analysis.facts.name_pieces import Piece
from analysis.facts.name_words import Keys, cue_words, function_words, given_names
from analysis.wordlists import ordinary_words

_REACH = 80
_TOKEN = re.compile(r"[^\W\d_][\w’'-]*|[^\w\s]")
_OWNER = re.compile(r"[’']s?\s")
_OWNED = re.compile(r"\s(?:is|are|was|were)\s(?:owned|acquired)\sby\b")
_ACCOUNTS = re.compile(
    r"\s(?:posted|reported)\s(?:[^\s.;]+\s){0,4}(?:profits?|loss|losses|turnover)\b"
)
_ARTICLES = ("a", "an", "the")
_LONGEST_APPOSITION = 5


def mark_bodies(texts: Sequence[str], pieces: list[Piece]) -> list[Piece]:
    """The pieces, those made organisations whose own words leave it open but the texts tell.

    Texts tell by what stands before a name ("the chain X", "shares in X"), by what stands after it
    ("X, the retailer", "X's profits", "X striker", "X is owned by").
    The surname of somebody named in full is left to them.

    Args:
        texts: the sentences; pieces: as find_pieces gives.
    """
    surnames = {piece.keys[-1] for piece in pieces if piece.kind == "person"} | given_names()
    lies = {piece.keys for piece in pieces if piece.before in cue_words("place_before")}
    bodies: set[Keys] = set()
    for piece in pieces:
        name = piece.keys
        if _is_open(piece) and name not in bodies and (len(name) > 1 or name[0] not in surnames):
            text, start, end = texts[piece.row], piece.words[0].start, piece.words[-1].end
            beside = piece.after if text[end : end + 1] == " " and name not in lies else ""
            if beside in cue_words("body_has") or _is_told(
                text[max(0, start - _REACH) : start], text[end : end + _REACH]
            ):
                bodies.add(name)
    return [
        piece._replace(kind="organisation", tentative=False)
        if _is_open(piece) and piece.keys in bodies
        else piece
        for piece in pieces
    ]


def _is_open(piece: Piece) -> bool:
    """Whether its own words do not tell its kind, or tell of a town that may be a club."""
    if piece.tentative and any(
        word.key in ordinary_words() or word.key in function_words() or word.text.isupper()
        for word in piece.words
    ):
        return False
    town = len(piece.words) > 1 and piece.keys[-1] in cue_words("club_or_place")
    return not piece.entry and (not piece.kind or (piece.kind == "place" and town))


def _is_told(before: str, after: str) -> bool:
    """Whether the text before or after a name says that it is a body."""
    behind, ahead = _TOKEN.findall(before.casefold()), _TOKEN.findall(after.casefold())
    founded = bool(ahead) and ahead[0] in cue_words("runs_body")
    introduced = bool(behind) and behind[-1] in cue_words("body", "bodies") and not founded
    bought = len(behind) > 1 and behind[-1] == "in" and behind[-2] in cue_words("held_in")
    owner = _OWNER.match(after) and next((w for w in ahead if w not in "’'s"), "")
    return (
        introduced
        or bought
        or (bool(owner) and owner in cue_words("body_owns"))
        or _is_explained(ahead)
        or bool(_OWNED.match(after) or _ACCOUNTS.match(after))
    )


def _is_explained(ahead: Sequence[str]) -> bool:
    """Whether a noun for a body follows between commas ("X, the Dutch retailer, fell")."""
    if len(ahead) < 3 or ahead[0] != "," or ahead[1] not in _ARTICLES:
        return False
    for at in range(2, min(len(ahead), 2 + _LONGEST_APPOSITION)):
        following = ahead[at + 1] if at + 1 < len(ahead) else "."
        ends = following in function_words() | cue_words("after_body") or not following[0].isalpha()
        if ends:
            return ahead[at] in cue_words("body") and following not in ("’", "'")
    return False
