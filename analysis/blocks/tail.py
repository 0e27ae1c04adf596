"""What stands under an article: notices, teasers of other articles, text in another language."""

from analysis.blocks.lines import (
    CUED,
    STORY,
    cues,
    is_fact,
    letters,
)
from analysis.blocks.paragraphs import (
    BULLET,
    FINAL_STOP,
    QUESTION_MARKS,
    share_capitalised,
)

_NOT_PROSE = ("footer", "rule")


def mark_closing(lines: list[str], kinds: list[str]) -> None:
    """What could be a notice or reporting is a notice if short, where no paragraph follows."""
    for i in reversed(range(len(lines))):
        short = len(lines[i]) <= CUED and not lines[i].endswith(":")
        if short and cues("footer", "closing").match(lines[i]):
            kinds[i] = "footer"
        elif kinds[i] == "prose":
            break


def mark_foreign_tail(lines: list[str], kinds: list[str], languages: list[str], main: str) -> None:
    """Blocks at the end in another language are teasers, unless paragraphs follow on another."""
    first = len(lines)
    for i in reversed(range(len(lines))):
        if languages[i] == main and kinds[i] != "other_articles" and len(lines[i]) > 40:
            break
        first = i
    tail = range(first, len(lines))
    if not STORY & set(kinds[:first]):
        return
    if any(kinds[i] == "other_articles" for i in tail) or not any(
        kinds[i] == kinds[i + 1] == "prose" for i in tail[:-1]
    ):
        for i in tail:
            if languages[i] != main and kinds[i] not in _NOT_PROSE:
                kinds[i] = "other_articles"


def mark_teaser_tail(lines: list[str], kinds: list[str]) -> None:
    """Headlines that no prose follows, and teasers between reading times, at the end.

    Where there is no prose, table or list, the headlines are all there is, and so prose.
    """
    if not STORY & set(kinds):
        kinds[:] = ["prose" if kind == "headline" else kind for kind in kinds]
        return
    _mark_teasers_over_a_notice(lines, kinds)
    last = len(lines)
    while last and kinds[last - 1] not in {*STORY, "heading"}:
        last -= 1
    tail = [i for i in range(last, len(lines)) if kinds[i] == "headline"]
    asked = [i for i in tail if lines[i].endswith(QUESTION_MARKS)]
    if len(tail) == len(asked) == 1 and share_capitalised(lines[tail[0]]) < 0.6:
        kinds[tail[0]] = "prose" if tail[0] == last and kinds[last - 1] == "prose" else "headline"
        return
    facts = [i for i in tail if is_fact(lines[i])]
    if len(facts) > 1:
        for i in range(facts[0], facts[-1] + 1):
            kinds[i] = "list" if kinds[i] == "headline" else kinds[i]
        if facts[0] - 1 in tail and len(lines[facts[0] - 1].split()) <= 4:
            kinds[facts[0] - 1] = "heading"
        tail = [i for i in tail if kinds[i] == "headline"]
    for i in tail:
        words = len(lines[i].split())
        if len(tail) > 1 or words >= 5:
            kinds[i] = "other_articles" if words >= 4 else "footer"
    marks = [i for i, kind in enumerate(kinds) if kind == "other_articles" and i > len(kinds) // 4]
    times = [i for i in marks if cues("other_articles", "line").fullmatch(lines[i])]
    if len(times) >= 2:
        first = times[0] - 1
        if first > 0 and kinds[first - 1] in ("headline", "other_articles"):
            first -= 1
        for i in range(first, len(kinds)):
            if kinds[i] not in _NOT_PROSE:
                kinds[i] = "other_articles"


def _mark_teasers_over_a_notice(lines: list[str], kinds: list[str]) -> None:
    """Three headlines in a row with one short sentence after them, at the very end, are teasers."""
    prose = [i for i, kind in enumerate(kinds) if kind in STORY]
    if len(prose) > 1 and kinds[prose[-1]] == "prose" and len(lines[prose[-1]].split()) <= 12:
        run = range(prose[-2] + 1, prose[-1])
        if len(run) >= 3 and all(kinds[i] == "headline" for i in run):
            for i in run:
                kinds[i] = "other_articles"


def mark_footers(lines: list[str], kinds: list[str]) -> None:
    """Short lines at the end beside a rights line or a handle; lines of marks only."""
    for i, kind in enumerate(kinds):
        if kind == "rule":
            near = "table" in kinds[max(0, i - 1) : i + 2]
            kinds[i] = "table" if near else "footer"
    for i in range(1, len(kinds) - 1):
        between = kinds[i - 1] == kinds[i + 1] == "footer" and kinds[i] in ("heading", "list")
        if between and len(lines[i].split()) < 15:
            kinds[i] = "footer"
    last = max((i for i, kind in enumerate(kinds) if kind == "body"), default=-1)
    for i in range(len(kinds)):
        if kinds[i] != "footer" or i < last:
            continue
        for j in (i - 1, i + 1):
            if j > 0 and j < len(kinds) and kinds[j] in ("heading", "list", "body"):
                other = letters(lines[j])
                first = letters(BULLET.sub("", lines[j]).split()[0])
                named = len(first) > 3 and first in letters(lines[i])
                listed = BULLET.match(lines[j]) or not FINAL_STOP.search(lines[j])
                short = len(other) < 120 and listed
                if (named and short) or (kinds[j] == "heading" and j > last):
                    kinds[j] = "footer"
    i = len(kinds) - 1
    while i > last + 1 and kinds[i] in ("heading", "footer"):
        kinds[i] = "footer"
        i -= 1
