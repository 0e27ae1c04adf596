"""Blocks: every character has one kind, and the kinds are right on texts of many makes."""

import runpy
import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.blocks.find import IN_ARTICLE, KINDS, find_blocks
from analysis.checks import InputError

BENCHMARK = runpy.run_path(str(Path(__file__).parent.parent / "benchmarks" / "blocks.py"))


def kinds_of(text: str, **columns: str) -> list[tuple[str, str]]:
    documents = pd.DataFrame({"doc_id": ["a"], "text": [text], **columns})
    blocks = find_blocks(documents)
    return [
        (kind, text[start:end])
        for kind, start, end in zip(blocks["kind"], blocks["start"], blocks["end"], strict=True)
    ]


LINES = st.sampled_from(
    [
        *("A Headline Over Prose", "The court ruled on Monday. It gave no reasons.", ""),
        *(
            "• an item",
            "- another",
            "| a | b |",
            "|---|---|",
            "© 2025",
            "Related articles",
            "",
            " ",
        ),
        *("Subscribe to our newsletter.", "(Por Ana) Hola a todos.", "LONDON (AP) — It rained."),
        *(
            "# One",
            "What now?",
            "\u2028",
            "\r",
            "Table of Contents",
            "“",
            "\x00",
            "  \t x",
            "它是中国。",
        ),
    ]
)


@given(st.one_of(st.lists(LINES, max_size=14).map("\n".join), st.text(max_size=200)))
@settings(max_examples=150, deadline=None)
def test_every_character_lies_in_one_block(text: str) -> None:
    blocks = find_blocks(pd.DataFrame({"doc_id": ["a"], "text": [text]}))
    covered = [0] * len(text)
    last = 0
    for start, end in zip(blocks["start"], blocks["end"], strict=True):
        assert last <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        last = end
        for i in range(start, end):
            covered[i] += 1
    assert all(covered[i] == 1 for i in range(len(text)) if not text[i].isspace())
    assert set(blocks["kind"]) <= set(KINDS)
    assert (blocks["in_article"] == blocks["kind"].isin(IN_ARTICLE)).all()
    assert blocks["block_id"].tolist() == list(range(len(blocks)))


def test_five_texts_as_coded(blocks: pd.DataFrame) -> None:
    _, units = BENCHMARK["read_five"]()
    pairs = BENCHMARK["overlaps"](blocks, units)
    assert BENCHMARK["f1_by_kind"](BENCHMARK["by_majority"](pairs)).mean() == 1.0
    assert BENCHMARK["prose_kept"](pairs) > 0.998


@pytest.mark.parametrize(("split", "least"), [("dev", 0.95), ("first", 0.96), ("second", 0.95)])
def test_composed_pages_as_coded(split: str, least: float) -> None:
    documents, units = BENCHMARK["read_pages"](split)
    pairs = BENCHMARK["overlaps"](find_blocks(documents), units)
    assert BENCHMARK["f1_by_kind"](BENCHMARK["by_majority"](pairs)).mean() >= least
    assert BENCHMARK["f1_by_kind"](pairs).mean() >= least
    assert BENCHMARK["prose_kept"](pairs) == 1.0


def test_what_is_not_the_article_yields_no_sentence(
    documents: pd.DataFrame, sentences: pd.DataFrame
) -> None:
    prose = {doc: " ".join(rows) for doc, rows in sentences.groupby("doc_id")["text"]}
    assert "Tiempo" not in prose["infonegocios"]
    assert "Tu opinión" not in prose["infonegocios"]
    assert "Maurizio Molina" not in prose["infonegocios"]
    assert "Commercial Fishing" not in prose["econotimes"]
    assert "|" not in prose["world-today-news"]
    assert "Table of Contents" not in prose["world-today-news"]
    assert "Reserved" not in prose["buenos-aires-herald"]
    assert "(CN)" not in prose["courthouse-news"]
    assert set(sentences["language"]) == {"en"}


def test_agency_copy() -> None:
    text = (
        "Fed holds rates steady, signals caution\nBy Howard Smith and Ann Jones\n"
        "WASHINGTON, Jan 29 (Reuters) - The Federal Reserve held rates steady on Wednesday.\n"
        '"We do not need to be in a hurry," the chair said.\n'
        "Reporting by Howard Smith; Editing by Paul Brown\nOur Standards: The Principles.\n"
        "© 2025 Reuters. All rights reserved."
    )
    assert [kind for kind, _ in kinds_of(text)] == [
        *("title", "byline", "byline", "body", "body", "footer", "footer", "footer")
    ]
    assert kinds_of(text)[2][1] == "WASHINGTON, Jan 29 (Reuters) -"


def test_markdown() -> None:
    text = (
        "# City opens new bridge\n\n*By Jane Doe* | January 3, 2025\n\n![Bridge](http://x/y.png)\n\n"
        "The bridge opened on Monday after years of delay. It cost $40 million.\n\n"
        "## What comes next\n\n- Repairs to the old road\n- A new bus line\n\n"
        "| Year | Cost |\n|------|------|\n| 2020 | 10 |\n\n"
        "### Related articles\n\n- [School closes](http://x)\n"
    )
    assert [kind for kind, _ in kinds_of(text)] == [
        *("title", "byline", "caption", "body", "heading", "list", "list", "table"),
        *("other_articles", "other_articles"),
    ]


def test_paragraphs_of_hard_wrapped_text() -> None:
    text = (
        "Mayor opens bridge after long delay\n\n"
        "The new bridge over the river opened to traffic on Monday morning after\n"
        "four years of construction work, delays and a change of contractor that\n"
        "had doubled the price of the project to 40 million dollars in all.\n\n"
        "Residents said they were happy that the work is now finished at last and\n"
        "that the road through the old town will become quieter than it has been.\n"
    )
    assert [kind for kind, _ in kinds_of(text)] == ["title", "body", "body"]


def test_teasers_in_the_article_and_after_it() -> None:
    text = (
        "Firm unveils new phone\n\nThe firm unveiled a new phone on Tuesday, it said.\n\n"
        "Read more: Firm faces antitrust probe\n\nThe company did not comment further.\n\n"
        "You may also like\n\nRival delays its foldable\nThe rival will delay it by a month.\n"
        "Third firm wins case\nA judge ruled in its favour on Friday."
    )
    assert [kind for kind, _ in kinds_of(text)] == [
        *("title", "body", "other_articles", "body"),
        *["other_articles"] * 5,
    ]


def test_spanish_article_keeps_its_language() -> None:
    text = (
        "Milei viajará a Estados Unidos\n\nPor Juan Pérez\n\n"
        "BUENOS AIRES (EFE).- El presidente viajará la próxima semana a Estados Unidos, donde se "
        "reunirá con empresarios del sector, informó este martes la Presidencia.\n\n"
        "Te puede interesar: Caputo viaja\n\nTodos los derechos reservados"
    )
    assert [kind for kind, _ in kinds_of(text)] == [
        *("title", "byline", "byline", "body", "other_articles", "footer")
    ]
    documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
    assert set(find_blocks(documents)["language"]) == {"es"}


def test_a_question_between_paragraphs_is_prose() -> None:
    text = (
        "Why I changed my mind\n\nI used to think the tax was a mistake. I was wrong.\n\n"
        "So what went wrong?\n\nNobody counted the savings, and nobody asked those who paid."
    )
    assert [kind for kind, _ in kinds_of(text)] == ["title", "body", "body", "body"]


def test_table_of_contents_takes_the_headings_it_repeats() -> None:
    text = (
        "Table of Contents\n- What happened\n- Why it matters\n\nWhat happened\n\n"
        "The dam broke on Friday. Two villages were flooded.\n\nWhy it matters\n\n"
        "It was the third dam to fail in a year."
    )
    assert [kind for kind, _ in kinds_of(text)] == [
        *("contents", "contents", "contents", "heading", "body", "heading", "body")
    ]


def test_a_call_inside_a_paragraph_is_cut_out() -> None:
    text = "The vote is on Monday. Subscribe to our newsletter.Turnout was low in May."
    assert kinds_of(text) == [
        ("body", "The vote is on Monday."),
        ("call_to_action", "Subscribe to our newsletter."),
        ("body", "Turnout was low in May."),
    ]
    reported = "She urged residents to stay informed and avoid travel during the storm."
    assert kinds_of(reported) == [("body", reported)]


PROSE = "The council voted on Monday to close the road. It will reopen in May."


def test_paragraphs_after_a_box_of_teasers_are_kept() -> None:
    text = (
        f"Council closes road\nBy Ann Lee\n{PROSE}\nSee also\nBridge shut after flood\n"
        f"Mayor resigns over the flood\nThe mayor said no.\nIt passed.\nWhat next\n{PROSE}\n{PROSE}"
    )
    assert [kind for kind, _ in kinds_of(text)][2:] == [
        *("body", "other_articles", "other_articles", "other_articles"),
        *("body", "body", "heading", "body", "body"),
    ]


def test_short_paragraphs_are_prose() -> None:
    text = (
        f"Council closes road\n{PROSE}\nIt passed.\n“No.”\nWhy now?\n(The vote was close.)\n"
        f"Here is how the members voted:\n• Ann Lee voted for it, as she had promised.\n{PROSE}"
    )
    assert [kind for kind, _ in kinds_of(text)] == ["title", *["body"] * 8]


def test_interview_keeps_its_questions() -> None:
    text = f"A talk with Ann Lee\n{PROSE}\nQ: Why?\nA: I had to.\nQ: And now?\nA: Now I rest."
    assert [kind for kind, _ in kinds_of(text)] == ["title", *["body"] * 5]


def test_who_wrote_it_and_what_the_firm_says_of_itself() -> None:
    text = (
        f"Opinion\nClose the road for good\nAnn Lee\n4 min read\n{PROSE}\n{PROSE}\n"
        "Ann Lee teaches mathematics in the north.\nAbout Roadworks Group\n"
        "Roadworks Group builds and closes roads in nine states.\nTags\nRoads"
    )
    assert [kind for kind, _ in kinds_of(text)] == [
        *("footer", "title", "byline", "byline", "body", "body"),
        *["footer"] * 5,
    ]


def test_pull_quotes_repeat_and_dialogue_does_not() -> None:
    text = f"Road closed\n{PROSE}\n“It will reopen in May.”\n{PROSE}\n“We shall see about that.”"
    assert [kind for kind, _ in kinds_of(text)] == [*("title", "body", "caption", "body", "body")]


def test_a_translation_under_the_article_is_prose() -> None:
    text = (
        f"Council closes road\n{PROSE} {PROSE}\nVersión en español\n"
        "El concejo votó el lunes cerrar la avenida principal de la ciudad durante seis meses, "
        "según informó la alcaldía.\n"
        "La medida, que entrará en vigor en mayo, fue criticada por los comerciantes del centro y "
        "por los vecinos."
    )
    documents = pd.DataFrame({"doc_id": ["a"], "text": [text]})
    blocks = find_blocks(documents)
    assert blocks["kind"].tolist() == ["title", "body", "heading", "body", "body"]
    assert blocks["language"].tolist()[-2:] == ["es", "es"]


def test_no_documents_and_no_text() -> None:
    assert find_blocks(pd.DataFrame({"doc_id": [], "text": []})).empty
    assert find_blocks(pd.DataFrame({"doc_id": ["a"], "text": [" \n"]})).empty


def test_bad_input() -> None:
    with pytest.raises(InputError, match="no column 'text'"):
        find_blocks(pd.DataFrame({"doc_id": ["a"]}))
    with pytest.raises(InputError, match="row 0: text is int"):
        find_blocks(pd.DataFrame({"doc_id": ["a"], "text": [1]}))


@pytest.mark.parametrize(
    "text",
    [
        *("a" * 2_000_000, "a " * 100_000, "(By " * 50_000, "A" * 500_000 + " — x"),
        *("A. " * 50_000, "|" * 100_000, "- " * 50_000, "BUENOS AIRES " * 10_000),
        *("What is it? " * 20_000 + "stay tuned", "By Aa " * 20_000, "“" * 10_000),
    ],
    ids=lambda text: text[:8],
)
def test_no_input_takes_long(text: str) -> None:
    began = time.perf_counter()
    find_blocks(pd.DataFrame({"doc_id": ["a"], "text": [text]}))
    assert time.perf_counter() - began < 20


@pytest.mark.parametrize(
    "text",
    [
        "“We need you all. Support our campaign. The mayor lied,” Ana Ruiz said.",
        "“We have come far. Support our movement. We win.",
        "He paused. Sign up today.” The crowd left.",
        "Stay tuned, Trump told reporters.",
        "Read more books, the minister told children.",
    ],
)
def test_a_call_that_somebody_voices_stays_in_the_article(text: str) -> None:
    page = "The mayor opened the old bridge on Monday, and the town came to see it.\n\n" + text
    assert {kind for kind, _ in kinds_of(page)} == {"body"}


@pytest.mark.parametrize("language", ["en-US", "EN", "English", "de"])
def test_a_language_that_the_text_is_not_in_hides_nothing(language: str) -> None:
    text = "The mayor opened the old bridge on Monday, and the town came to see it.\n\n" * 4
    assert {kind for kind, _ in kinds_of(text, language=language)} == {"body"}


def languages_of(text: str, **columns: str) -> list[str]:
    documents = pd.DataFrame({"doc_id": ["a"], "text": [text], **columns})
    return find_blocks(documents)["language"].tolist()


GERMAN = (
    "Milei trifft Trump\n\nDer Präsident reiste am Montag nach Washington ab.\n\n"
    "Er sagte vor der Reise nichts.\n\nDie Gespräche dauern drei Tage."
)
BRIEF = "The president spoke on Monday.\n\n{}\n\nThe minister left the room at noon."
FRENCH = (
    "“La France ne peut pas accepter que des décisions qui la concernent soient prises sans elle, "
    "et nous le dirons à tous nos partenaires.”"
)


def test_short_paragraphs_tell_their_language_together() -> None:
    names = "Javier Milei, Donald Trump, Elon Musk\n\n"
    assert set(languages_of(names + BRIEF.format("The talks ended on Friday."))) == {"en"}
    assert set(languages_of(GERMAN)) == set(languages_of(GERMAN, language="de")) == {"de"}


def test_a_quotation_does_not_tell_the_language_of_the_article() -> None:
    assert languages_of(BRIEF.format(FRENCH), language="en") == ["en", "fr", "en"]


def test_the_language_stated_is_the_last_resort() -> None:
    assert languages_of("Milei trifft Trump", language="de") == ["de"]
    assert languages_of("Milei trifft Trump", language="German") == ["en"]
    assert languages_of("Javier Milei, Donald Trump, Elon Musk", language="es") == ["es"]


@pytest.mark.parametrize(
    "line",
    [
        "Copyright law is to change, ministers said on Monday.",
        "Filed under seal, the complaint accuses the minister of taking bribes.",
        "Tagged sharks were followed for nine years, the scientists said.",
        "Posted in Iraq for two years, the sergeant said she saw no plan.",
        "Privacy policy at the firm was a sham, the regulator found.",
        "Terms of use at the firm were rewritten in May, the regulator found.",
        "Writing by hand is back in Swedish schools, the education minister said.",
        "Editing by CRISPR cured two patients, the hospital said.",
        "Compiled by hand, the list of the dead runs to 40,000 names.",
        "With reporting from the front banned, editors relied on soldiers' phones.",
        "The report was first published in May, and officials disputed it.",
        "The transcript was edited by the White House, officials said.",
        "Photo by photo, the archive tells how the city was rebuilt after the war.",
        "May 5, 2024 was the day the bridge fell.",
        "Published 12 years ago, the novel still sells.",
        "Written by Shakespeare in 1599, the play still sells out.",
        "By Monday — the deadline — nobody had paid the fine.",
        "Data from 2019 show a fall in deaths, the office said.",
        "By entering the building, police broke the law, the judge found.",
        "About the author of the leak, police know next to nothing.",
    ],
)
def test_reporting_that_begins_with_a_stock_word_is_prose(line: str) -> None:
    assert kinds_of(f"{PROSE}\n\n{line}\n\n{PROSE}")[1] == ("body", line)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Copyright 2024 Reuters", "footer"),
        ("Copyright 2024 Reuters. Click for restrictions.", "footer"),
        ("Reporting by Ana Gil in Lima; editing by Tom Roe", "footer"),
        ("Reporting by Ana Gil in Lima; additional reporting by Tom Roe.", "footer"),
        ("With files from the Canadian Press", "footer"),
        ("Tags: sharks, sea", "footer"),
        ("Tagged sharks, sea", "footer"),
        ("Filed under: Politics", "footer"),
        ("Posted in Politics", "footer"),
        ("This article was first published in The Conversation.", "footer"),
        ("The conversation has been edited for length and clarity.", "footer"),
        ("By signing up, you agree to our terms of use and to our policy.", "footer"),
        ("Photo by Ana Gil", "caption"),
        ("Photo by the author", "caption"),
        ("May 5, 2024 | 10:31", "byline"),
        ("5 May 2024, last updated at 10:31 a.m.", "byline"),
        ("Updated on May 5, 2024 to correct the spelling of the minister's name.", "byline"),
        ("Written by Greta Olsen", "byline"),
    ],
)
def test_labels_and_notices_between_paragraphs_are_none(line: str, kind: str) -> None:
    assert kinds_of(f"{PROSE}\n\n{line}\n\n{PROSE}")[1] == (kind, line)


def test_a_notice_that_could_be_reporting_counts_at_the_end() -> None:
    notice = "The article was first published in The Conversation under a free licence."
    assert kinds_of(f"{PROSE}\n\n{PROSE}\n\n{notice}\n\n© 2024")[2] == ("footer", notice)


@pytest.mark.parametrize(
    "end",
    [
        "The report published on Monday by the bank says that poverty fell. " + 5 * f"{PROSE} ",
        "The report published on Monday found:\n\n• Poverty fell\n• Prices rose",
    ],
)
def test_a_long_paragraph_and_one_that_leads_in_a_list_are_no_notice(end: str) -> None:
    assert "footer" not in dict(kinds_of(f"{PROSE}\n\n{PROSE}\n\n{end}"))
