"""The hand-written framing lexicon, with its words inflected."""

import re
from pathlib import Path
from typing import NamedTuple

PATH = Path(__file__).parent / "framing_lexicon.txt"
_VOWELS = "aeiou"
_HISSING = re.compile(r"(s|x|z|ch|sh)$")
_IRREGULAR = {
    line.split()[0]: line.split()
    for line in (PATH.parent / "irregular_verbs.txt").read_text("utf-8").splitlines()
}


class Entry(NamedTuple):
    """What the lexicon says of a term: its class and how strongly it belongs there."""

    kind: str
    weight: float


def read_lexicon() -> dict[str, Entry]:
    """Every term with its entry; a term listed twice keeps the first."""
    entries: dict[str, Entry] = {}
    for line in PATH.read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        head, body = line.split("|")
        kind, weight, form = head.split()
        for term in filter(None, map(str.strip, body.split(","))):
            for inflected in inflect(term, form):
                entries.setdefault(inflected, Entry(kind, float(weight)))
    return entries


def inflect(term: str, form: str) -> list[str]:
    """The forms of a verb (v, first word inflected) or noun (n); other terms as they stand."""
    if form == "v":
        first, *rest = term.split(" ")
        return [" ".join([verb, *rest]) for verb in _verb_forms(first)]
    if form == "n":
        words = term.split(" ")
        small = {"of", "for", "to", "in", "into", "over", "on"}
        head = next((i for i, word in enumerate(words) if word in small), len(words)) - 1
        return [term, " ".join([*words[:head], _plural(words[head]), *words[head + 1 :]])]
    return [term]


def _verb_forms(verb: str) -> list[str]:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    if verb.endswith("e"):
        return [verb, verb + "s", verb + "d", verb[:-1] + "ing"]
    return [verb, verb + ("es" if _HISSING.search(verb) else "s"), verb + "ed", verb + "ing"]


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + ("es" if _HISSING.search(noun) else "s")
