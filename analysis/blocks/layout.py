"""Settle what each line of an article is from the lines around it."""

import re
from collections import Counter
from itertools import pairwise

from analysis.blocks.lines import (
    CUED,
    cues,
    is_dated,
    is_fact,
    is_headline,
    is_name,
    letters,
    own_kind,
    tabs,
)
from analysis.blocks.paragraphs import BULLET, FINAL_STOP, QUESTION_MARKS, share_capitalised

_NUMBERED = re.compile(r"\d{1,2}[.)]\s")
_QUOTED = re.compile(r"[“\"‘'«].{12,300}[”\"’'»]")
_EMOJI = re.compile(r"[☀-➿\U0001f000-\U0001faff][\u200d\ufe0f]?$")
_NOT_PROSE = ("footer", "rule")
_STORY = {"prose", "table", "list"}


def kinds_of(lines: list[str], languages: list[str], main: str, title: str) -> list[str]:
    """The kind of block that each line is, given its language, the main one and the title."""
    kinds = [own_kind(line) for line in lines]
    _mark_closing(lines, kinds)
    _mark_speech(lines, kinds)
    _mark_cells(lines, kinds)
    _mark_sections(lines, kinds)
    _mark_foreign_tail(lines, kinds, languages, main)
    _mark_top(lines, kinds, title)
    _mark_authors(lines, kinds)
    _mark_captions(lines, kinds)
    _mark_teaser_tail(lines, kinds)
    _mark_headings(lines, kinds)
    _mark_footers(lines, kinds)
    return kinds


def _mark_closing(lines: list[str], kinds: list[str]) -> None:
    """What could be a notice or reporting is a notice if short, where no paragraph follows."""
    for i in reversed(range(len(lines))):
        short = len(lines[i]) <= CUED and not lines[i].endswith(":")
        if short and cues("footer", "closing").match(lines[i]):
            kinds[i] = "footer"
        elif kinds[i] == "prose":
            break


def _mark_speech(lines: list[str], kinds: list[str]) -> None:
    """Prose without a stop: a line that runs on, a speaker's in turns, one that ends in emoji."""
    labels = [line.partition(": ")[0] for line in lines]
    turns = Counter(label for label in labels if len(label.split()) <= 3)
    for i, line in enumerate(lines):
        if kinds[i] == "headline" and turns[labels[i]] > 1 and ": " in line and not is_fact(line):
            kinds[i] = "prose"
        ends = i and kinds[i - 1] == "prose" and len(line.split()) >= 6 and _EMOJI.search(line)
        if kinds[i] == "headline" and ends and share_capitalised(line) < 0.6:
            kinds[i] = "prose"
    for i in range(len(lines) - 1):
        runs_on = lines[i + 1][0].islower() and kinds[i + 1] in ("headline", "prose")
        runs_on = runs_on and len(lines[i].split()) >= 6
        if runs_on and kinds[i] in ("headline", "prose") and not FINAL_STOP.search(lines[i]):
            for j in (i, i + 1):
                kinds[j] = "prose" if kinds[j] == "headline" else kinds[j]


def _mark_cells(lines: list[str], kinds: list[str]) -> None:
    """Lines cut by as many tabs or pipes as their neighbour are a table."""
    cut = [tabs(line) for line in lines]
    for i in range(len(lines)):
        if cut[i] and cut[i] in cut[max(0, i - 1) : i] + cut[i + 1 : i + 2]:
            kinds[i] = "table"
    pipes = [line.count("|") for line in lines]
    for i, kind in enumerate(kinds):
        if pipes[i] and kind in ("cells", "footer", "rule", "headline"):
            near = pipes[max(0, i - 1) : i] + pipes[i + 1 : i + 2]
            kinds[i] = "table" if pipes[i] in near else "headline" if kind == "cells" else kind


def _mark_sections(lines: list[str], kinds: list[str]) -> None:
    """A line over other stories, comments, key facts, tags or contents takes them in."""
    own = list(kinds)
    inside, opened = "", 0
    titles, listed = {line.lower() for line in lines}, set[str]()
    last_run = max((i for i, pair in enumerate(pairwise(own)) if pair == ("prose",) * 2), default=0)
    for i, line in enumerate(lines):
        begins = _opens(line, kinds[i], i / len(lines))
        if begins:
            inside, opened = begins, i
            kinds[i] = {"comments": "other_articles", "facts": "heading"}.get(begins, begins)
        elif inside == "contents":
            repeated = BULLET.sub("", line).lower() in titles and BULLET.match(line)
            listing = (kinds[i] == "list" or repeated) and line not in listed
            listed.add(line)
            inside = inside if listing else ""
            if (
                not inside
                and i == opened + 1
                and cues("contents", "listed").fullmatch(lines[opened])
            ):
                kinds[opened] = "footer"
            kinds[i] = inside or kinds[i]
        elif inside in ("footer", "facts"):
            short = len(line.split()) <= (4 if inside == "footer" else 14)
            over = own[i + 1 : i + 2] == ["prose"] and inside == "footer"
            over = over or (own[i] == "headline" and BULLET.match(lines[i - 1]) is not None)
            if kinds[i] not in ("headline", "list") or not short or over:
                inside = ""
            else:
                kinds[i] = "footer" if inside == "footer" else "list"
        elif inside:
            summary = _is_summary(lines, own, i, opened, i > last_run)
            comment = inside == "comments" and not all(
                kind == "prose" and len(words.split()) >= 25
                for kind, words in zip(own[i : i + 2], lines[i : i + 2], strict=True)
            )
            if own[i] == "footer" and inside == "comments":
                kinds[i] = "footer" if len(line.split()) > 1 else "other_articles"
            elif own[i] == "footer" or (own[i] == "prose" and not summary and not comment):
                inside = ""
            else:
                kinds[i] = "other_articles"


def _opens(line: str, kind: str, place: float) -> str:
    if kind == "contents":
        return kind
    if len(line) >= 120 or kind not in (
        *("headline", "heading", "prose", "list", "call_to_action", "footer"),
    ):
        return ""
    plain = BULLET.sub("", line).strip("#*_: ")
    for name, least in (("facts", 0.0), ("other_articles", 0.25), ("comments", 0.5)):
        if place > least and cues(name, "section").fullmatch(plain):
            return name
    return "footer" if place > 1 / 3 and cues("footer", "section").fullmatch(plain) else ""


def _is_summary(lines: list[str], own: list[str], i: int, opened: int, at_end: bool) -> bool:
    """Whether prose tells what the headline above it is about: teasers at the end may do so."""
    headline_above = own[i - 1] not in ("prose", "footer") and is_headline(lines[i - 1])
    summaries = own[opened + 2 : opened + 3] == ["prose"]
    summaries = summaries or any(map(is_dated, lines[opened + 2 : opened + 3]))
    return at_end and headline_above and i - 1 > opened and summaries


def _mark_foreign_tail(lines: list[str], kinds: list[str], languages: list[str], main: str) -> None:
    """Blocks at the end in another language are teasers, unless paragraphs follow on another."""
    first = len(lines)
    for i in reversed(range(len(lines))):
        if languages[i] == main and kinds[i] != "other_articles" and len(lines[i]) > 40:
            break
        first = i
    tail = range(first, len(lines))
    if not _STORY & set(kinds[:first]):
        return
    if any(kinds[i] == "other_articles" for i in tail) or not any(
        kinds[i] == kinds[i + 1] == "prose" for i in tail[:-1]
    ):
        for i in tail:
            if languages[i] != main and kinds[i] not in _NOT_PROSE:
                kinds[i] = "other_articles"


def _mark_top(lines: list[str], kinds: list[str], title: str) -> None:
    """Kicker, title, deck and byline stand above the first paragraph."""
    top = [i for i in range(len(kinds)) if kinds[i] in ("headline", "heading", "prose")]
    given = [i for i in top[:4] if title and letters(lines[i]) == letters(title)]
    if not top or top[0] > 5 or {"contents", "list", "table"} & set(kinds[: top[0]]):
        return
    first = given[0] if given else top[0]
    second = next((i for i in top if i > first), first)
    follows = bool(_STORY & set(kinds[first + 1 :]))
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
        elif kinds[i] in _STORY:
            break


def _mark_authors(lines: list[str], kinds: list[str]) -> None:
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


def _mark_captions(lines: list[str], kinds: list[str]) -> None:
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


def _mark_teaser_tail(lines: list[str], kinds: list[str]) -> None:
    """Headlines that no prose follows, and teasers between reading times, at the end.

    Where there is no prose, table or list, the headlines are all there is, and so prose.
    """
    if not _STORY & set(kinds):
        kinds[:] = ["prose" if kind == "headline" else kind for kind in kinds]
        return
    _mark_teasers_over_a_notice(lines, kinds)
    last = len(lines)
    while last and kinds[last - 1] not in {*_STORY, "heading"}:
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
    prose = [i for i, kind in enumerate(kinds) if kind in _STORY]
    if len(prose) > 1 and kinds[prose[-1]] == "prose" and len(lines[prose[-1]].split()) <= 12:
        run = range(prose[-2] + 1, prose[-1])
        if len(run) >= 3 and all(kinds[i] == "headline" for i in run):
            for i in run:
                kinds[i] = "other_articles"


def _mark_headings(lines: list[str], kinds: list[str]) -> None:
    """A headline over prose is a heading; three or more in a row are a list without bullets."""
    for i in range(len(kinds) - 1):
        alone = kinds[i + 1] in ("prose", "headline") and "list" not in kinds[max(0, i - 1) : i]
        if kinds[i] == "list" and alone and _NUMBERED.match(lines[i]):
            kinds[i] = "heading"
    questions = [
        i
        for i, line in enumerate(lines)
        if kinds[i] == "headline" and line.endswith(QUESTION_MARKS)
    ]
    prose = [i for i, kind in enumerate(kinds) if kind in _STORY]
    last = max(prose, default=-1)
    i = 0
    while i < len(kinds):
        run = i
        while run < len(kinds) and kinds[run] == "headline":
            run += 1
        follows = run <= last
        facts = sum(is_fact(line) for line in lines[i:run])
        for j in range(i, run):
            words, capitals = len(lines[j].split()), share_capitalised(lines[j])
            lone_question = j in questions and len(questions) < 2 and capitals < 0.6
            wordy = words > 12 and j not in questions and capitals < (0.4 if follows else 0.6)
            if wordy or (follows and lone_question):
                kinds[j] = "prose"
            elif is_fact(lines[j]) and (facts > 1 or ": " in lines[j]):
                kinds[j] = "list"
            else:
                listed = follows and run - i >= 4 and j < run - 1
                plain = not facts and j not in questions
                if share_capitalised(lines[run - 1]) < 0.5:
                    listed = follows and run - i >= 4 and j > i
                kinds[j] = "list" if listed and plain else "heading"
        i = max(run, i + 1)
    for j, kind in enumerate(kinds):
        if kind == "prose":
            kinds[j] = "body"


def _mark_footers(lines: list[str], kinds: list[str]) -> None:
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
