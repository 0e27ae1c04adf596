"""Settle what each line of an article is from the lines around it."""

import re
from collections import Counter
from itertools import pairwise

from analysis.blocks.lines import (
    STORY,
    cues,
    is_dated,
    is_fact,
    is_headline,
    own_kind,
    tabs,
)
from analysis.blocks.paragraphs import (
    BULLET,
    FINAL_STOP,
    QUESTION_MARKS,
    share_capitalised,
)
from analysis.blocks.tail import mark_closing, mark_footers, mark_foreign_tail, mark_teaser_tail
from analysis.blocks.top import mark_authors, mark_captions, mark_first, mark_top

_NUMBERED = re.compile(r"\d{1,2}[.)]\s")
_EMOJI = re.compile(r"[☀-➿\U0001f000-\U0001faff][\u200d\ufe0f]?$")


def kinds_of(lines: list[str], languages: list[str], main: str, title: str) -> list[str]:
    """The kind of block that each line is, given its language, the main one and the title."""
    kinds = [own_kind(line) for line in lines]
    mark_closing(lines, kinds)
    _mark_speech(lines, kinds)
    _mark_cells(lines, kinds)
    _mark_sections(lines, kinds)
    mark_foreign_tail(lines, kinds, languages, main)
    mark_first(lines, kinds)
    mark_top(lines, kinds, title)
    mark_authors(lines, kinds)
    mark_captions(lines, kinds)
    mark_teaser_tail(lines, kinds)
    _mark_headings(lines, kinds)
    mark_footers(lines, kinds)
    return kinds


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
    prose = [i for i, kind in enumerate(kinds) if kind in STORY]
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
