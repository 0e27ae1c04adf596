"""What stands over an article: title, deck, authors, captions."""

import re
from collections import Counter

from analysis.blocks.lines import (
    STORY,
    cues,
    is_dated,
    is_name,
    letters,
)
from analysis.blocks.paragraphs import (
    FINAL_STOP,
    QUESTION_MARKS,
    sentence_starts,
    share_capitalised,
)

_QUOTED = re.compile(r"[“\"‘'«].{12,300}[”\"’'»]")
_EMOJI = re.compile(r"[☀-➿\U0001f000-\U0001faff][\u200d\ufe0f]?$")


def mark_first(lines: list[str], kinds: list[str]) -> None:
    """A short first line of two sentences, or under a label, is a headline over longer prose."""
    story = [i for i, kind in enumerate(kinds) if kind in ("headline", "heading", *STORY)]
    prose = [i for i in story[1:] if kinds[i] == "prose"]
    if not prose or kinds[story[0]] != "prose" or len(lines[story[0]].split()) >= 20:
        return
    line, below, longer = lines[story[0]], lines[story[1]], lines[prose[0]]
    asks = line.endswith(QUESTION_MARKS) or not FINAL_STOP.search(line)
    open_end = line.endswith((",", ";", ":")) or below[0].islower()
    speaker = ": " in line and sum(other.startswith(line.partition(":")[0]) for other in lines) > 1
    sentences = len(sentence_starts(line)) > 1 and asks and not speaker and not _EMOJI.search(line)
    labelled = cues("title", "start").match(line) and not speaker
    over = len(longer) > len(line) and FINAL_STOP.search(longer) and not open_end
    if over and (sentences or labelled):
        kinds[story[0]] = "headline"


def mark_top(lines: list[str], kinds: list[str], title: str) -> None:
    """Kicker, title, deck and byline stand above the first paragraph."""
    top = [i for i in range(len(kinds)) if kinds[i] in ("headline", "heading", "prose")]
    given = [i for i in top[:4] if title and letters(lines[i]) == letters(title)]
    if not top or top[0] > 5 or {"contents", "list", "table"} & set(kinds[: top[0]]):
        return
    first = given[0] if given else top[0]
    second = next((i for i in top if i > first), first)
    follows = bool(STORY & set(kinds[first + 1 :]))
    kicker = follows and len(lines[first].split()) <= 2 and len(lines[second].split()) >= 4
    if not given and kicker and second <= first + 2 and kinds[second] == "headline":
        kinds[first] = "footer"
        first = second
    if not given and (kinds[first] == "prose" or not follows):
        return
    kinds[first] = "title"
    if not follows:
        return
    decked = "deck" in kinds[first + 1 : first + 6]
    for i in range(first + 1, min(first + 9, len(lines))):
        line, words = lines[i], len(lines[i].split())
        beside = {"byline", *kinds[i + 1 : i + 2]} & {*kinds[i - 1 : i], *kinds[i + 1 : i + 2]}
        by = "byline" in beside or any(map(is_dated, lines[i + 1 : i + 2]))
        role = words <= 6 and cues("byline", "role").search(line)
        from_place = by or [i, *kinds[i + 1 : i + 2]] == [first + 1, "prose"]
        from_place = from_place and bool(cues("byline", "place").fullmatch(line))
        named = from_place or (is_name(line) and by)
        if kinds[i] == "headline" and (is_dated(line) or role or named):
            kinds[i] = "byline"
            continue
        sentence = words >= 8 and share_capitalised(line) < 0.6
        above = "byline" in kinds[i + 1 : i + 3] or any(map(is_dated, lines[i + 1 : i + 2]))
        free = not decked and not {"headline", "prose"} & set(kinds[first + 1 : i])
        if free and ((kinds[i] == "headline" and sentence) or (kinds[i] == "prose" and above)):
            kinds[i], decked = "deck", True
        elif kinds[i] in STORY:
            break


def mark_authors(lines: list[str], kinds: list[str]) -> None:
    """Lines in the second half that begin with a name from the byline say who wrote it."""
    names = []
    for line, kind in zip(lines[:12], kinds[:12], strict=False):
        if kind == "byline":
            found = re.findall(r"[A-ZÀ-Þ][\w.'’-]{1,20}(?: [A-ZÀ-Þ][\w.'’-]{1,20}){1,2}", line)
            names += [re.sub(r"(?i)^(?:by|por|par|von) ", "", name) for name in found]
    names = [name for name in names if is_name(name)]
    for i in range(len(lines) // 3, len(lines) - 1):
        about = cues("footer", "about").fullmatch(lines[i])
        if about and lines[i + 1].startswith(lines[i].split()[1]):
            kinds[i] = kinds[i + 1] = "footer"
    tops = {line for line, kind in zip(lines[:6], kinds[:6], strict=False) if kind == "headline"}
    for i in range(len(lines) // 2, len(lines)):
        if kinds[i] in ("prose", "headline", "list") and len(lines[i].split()) <= 70:
            signed = any(lines[i].startswith(name) for name in names)
            bio = cues("footer", "tail").fullmatch(lines[i]) and i >= len(lines) - 6
            again = any(is_name(line) and lines[i].startswith(line + " ") for line in tops)
            if (signed and ":" not in lines[i][:40]) or bio or again:
                kinds[i] = "footer"
                for j in range(min(6, i)):
                    if again and kinds[j] == "headline" and lines[i].startswith(lines[j]):
                        kinds[j] = "byline"


def mark_captions(lines: list[str], kinds: list[str]) -> None:
    """Short lines beside a picture's controls, and quotes that only repeat the text."""
    controls = [bool(cues("caption", "control").fullmatch(line)) for line in lines]
    quotes = [i for i, line in enumerate(lines) if _QUOTED.fullmatch(line)][:40]
    text = " ".join(letters(line) for line in lines) if quotes else ""
    alike = Counter(letters(lines[i]) for i in quotes)
    for i in quotes:
        own = letters(lines[i])
        if kinds[i] in ("headline", "prose") and text.count(own) > alike[own]:
            kinds[i] = "caption"
    for i, line in enumerate(lines):
        beside = any(controls[max(0, i - 1) : i + 2])
        sentence = len(line.split()) >= 6 and share_capitalised(line) < 0.7
        if beside and kinds[i] == "headline" and sentence:
            kinds[i] = "caption"
