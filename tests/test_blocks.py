"""Blocks: every character has one kind, and the kinds are right on texts of many makes."""

import runpy
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.blocks.find import IN_ARTICLE, KINDS, find_blocks
from analysis.blocks.paragraphs import DATELINE, INLINE_BYLINE
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
LONGER = (
    f"{PROSE} The mayor called the vote a mistake, and the traders of the old town agreed with him."
)


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


@pytest.mark.parametrize(
    "ids",
    [
        [1.5, 2.5],
        [1, 2],
        ["a", "b"],
        [1, "b"],
        pd.Series([1, 2], dtype="Int64"),
        pd.Series(["b", "a"], dtype="category"),
        pd.to_datetime(["2025-01-01", "2025-01-02"]),
    ],
    ids=str,
)
def test_the_columns_keep_their_types_without_a_row(ids: list[object] | pd.Series) -> None:
    documents = pd.DataFrame({"doc_id": ids, "text": PROSE})
    full, empty = find_blocks(documents), find_blocks(documents[:0])
    assert empty.empty and (full.dtypes == empty.dtypes).all()
    assert full["doc_id"].dtype == documents["doc_id"].dtype
    assert full["doc_id"].tolist() == documents["doc_id"].tolist()
    assert [str(kind) for kind in empty.dtypes[1:]] == [*["int64"] * 3, "str", "str", "bool"]


def test_bad_input() -> None:
    with pytest.raises(InputError, match="no column 'text'"):
        find_blocks(pd.DataFrame({"doc_id": ["a"]}))
    with pytest.raises(InputError, match="row 0: text is int"):
        find_blocks(pd.DataFrame({"doc_id": ["a"], "text": [1]}))
    for missing in (None, float("nan"), pd.NA):
        with pytest.raises(InputError, match="row 1: no doc_id"):
            find_blocks(pd.DataFrame({"doc_id": ["a", missing], "text": ["x", "y"]}))


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


STANDING = [
    "(Reporting by Ann Lee; Editing by Bob Stone)",
    "(Additional reporting by Ann Lee in Paris; Writing by Bob Stone; Editing by Jo Fox)",
    "(Corrects spelling of name in paragraph 3)",
    "[This article was updated on Monday to add a statement from the firm.]",
    "An earlier version of this article misstated the year of the flood.",
    "Because of an editing error, an earlier version of this column gave the wrong date.",
    "The headline of this story was changed on 3 March.",
    "This Aug. 3 story has been corrected to say that the vote was on Monday.",
    "The opinions expressed in this commentary are hers.",
    "This column does not necessarily reflect the opinion of the editorial board.",
    "Disclosure: The Post is owned by a company that has a stake in the firm.",
    "Ann Lee does not work for, consult, own shares in or receive funding from any company.",
    "We may earn a commission if you buy through our links.",
    "The Associated Press climate coverage receives financial support from several foundations.",
    "The BBC is not responsible for the content of external sites.",
    "To contact the reporter on this story: Ann Lee in London at alee@post.example",
    "To report a correction or typo, please email corrections@post.example.",
    "The Post is committed to accuracy and to correcting its mistakes.",
    "Comments on this piece are premoderated to ensure the discussion stays on topic.",
    "Information about help and support is available at our Action Line.",
    "Additional reporting by Ann Lee and Bob Stone.",
    "(avec AFP)",
    "Mit Material von dpa",
    "Con información de EFE",
    "Story continues below advertisement",
    "ADVERTISEMENT - CONTINUE READING BELOW",
    "after newsletter promotion",
    "Got a story? Email newsdesk@post.example or call 020 7946 0000",
    "Do you know more? Were you there? Email newsdesk@post.example.",
    "If you have been affected by this story, call 111.",
    "If you or someone you know is struggling, text or call the lifeline on 988.",
    "For confidential support call the Samaritans on 116 123.",
    "In the UK and Ireland, Samaritans can be contacted on freephone 116 123.",
    "In the US, you can call or text the National Suicide Prevention Lifeline on 988.",
    "Other international helplines can be found at befrienders.org.",
    "You can follow Ann Lee on Twitter at @annlee.",
    "Like us on Facebook to see more stories.",
    "Have your say in the comments.",
    "Read our corrections policy.",
]
REPORTED = [
    "(The vote was close.)",
    "(Reporting by citizens is a crime there, the lawyer said.)",
    "Reporting by citizens has become a crime there, the lawyer said.",
    "An earlier version of the bill failed in the Senate in May.",
    "Because of an error, the city paid the bill twice.",
    "The views expressed by voters in the poll were mixed.",
    "The views expressed do not reflect those of the party, its leader said.",
    "Views of the river are protected by law.",
    "Disclosure of the memo led to his fall.",
    "Corrections officers went on strike on Monday.",
    "The union does not work for the owners, he wrote.",
    "The firm may earn a billion from the sale.",
    "The charity receives financial support from the state.",
    "Comments are free but facts are sacred, the old editor used to write.",
    "Anyone with information is asked to call police on 101.",
    "Residents who have been affected can call the town hall on 020 7946 0000.",
    "If you have been affected by the strike, you will know how long a day can be.",
    "“If you have been affected, call us on 020 7946 0000,” the mayor said.",
    "If you see smoke, call the fire service on 112, the minister said.",
    "For help, the village turned to its oldest baker.",
    "For support, the army called up 300 reservists.",
    "The Samaritans took 116 calls an hour that night.",
    "Email traffic doubled in May, the office said.",
    "You can follow the river from here to the sea.",
    "You can call it luck, but 300 families will not.",
    "Find us a bridge and we will cross it, the driver said.",
    "The story continues below the surface, where the divers work.",
    "Ann Lee reported from London for 30 years before she retired.",
    "Bob Stone contributed to the fund in May, records show.",
    "With the AP gone, nobody counted the votes.",
]


@pytest.mark.parametrize("line", STANDING)
@pytest.mark.parametrize("after", ["", f"\n\n{PROSE}"])
def test_standing_notices_of_a_house_are_no_prose(line: str, after: str) -> None:
    kinds = [
        kind for kind, text in kinds_of(f"{PROSE}\n\n{PROSE}\n\n{line}{after}") if text in line
    ]
    assert kinds and set(kinds) <= {"footer", "call_to_action"}


@pytest.mark.parametrize("line", REPORTED)
@pytest.mark.parametrize("after", ["", f"\n\n{PROSE}"])
def test_what_a_story_tells_in_the_words_of_notices_is_prose(line: str, after: str) -> None:
    assert kinds_of(f"{PROSE}\n\n{PROSE}\n\n{line}{after}")[2] == ("body", line)


@pytest.mark.parametrize(
    "line",
    [
        "Ann Lee reported from London.",
        "Ann Lee reported from London, and Bob Stone from Paris.",
        "Ann Lee in Paris and Bob Stone in Rome contributed reporting.",
    ],
)
def test_who_reported_from_where_is_no_prose_at_the_end(line: str) -> None:
    assert kinds_of(f"{PROSE}\n\n{PROSE}\n\n{line}")[2] == ("footer", line)
    assert kinds_of(f"{line}\n\n{PROSE}\n\n{PROSE}")[0][0] == "body"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Ann Lee at Old Trafford", "byline"),
        ("Ann Lee in Washington and Bob Stone in Kyiv", "byline"),
        ("Ann Lee and Bob Stone in Kyiv", "byline"),
        ("What the court ruled", "heading"),
        ("Questions for the mayor", "heading"),
    ],
)
def test_a_name_and_a_place_under_the_title_are_a_byline(line: str, kind: str) -> None:
    assert kinds_of(f"Council closes road\n\n{line}\n\n{PROSE}")[1] == (kind, line)
    assert kinds_of(f"Road\n\n{PROSE}\n\n{line}\n\n{PROSE}")[2][0] == "heading"


@pytest.mark.parametrize(
    "end",
    ["gesehen.“", "gesehen.«", "gesehen!“", "vu ça. »", "vu ça.\u202f»", "vu ça ! »", "sett.”"],
)
def test_a_closing_mark_stays_with_its_paragraph(end: str) -> None:
    line = (
        f"„Das ist eine Schande, das wissen wir alle“, sagte {'die Trainerin ' * 8}nach dem {end}"
    )
    blocks = kinds_of(f"{PROSE}\n\n{line}\n\n{PROSE}")
    assert blocks[1] == ("body", line)
    assert kinds_of(f"{PROSE}\n\nIch gehe, {end}\n\n{PROSE}")[1][0] == "body"


@pytest.mark.parametrize("mark", ["“", "»", "”", "«", " »"])
def test_a_quotation_mark_alone_on_a_line_changes_no_other_line(mark: str) -> None:
    lines = ["Milei trifft Trump", PROSE, f"„{PROSE}", PROSE]
    kinds = kinds_of("\n".join([*lines[:3], mark, lines[3]]))
    assert kinds == [
        *zip(["title", *["body"] * 2], lines, strict=False),
        ("footer", mark.strip()),
        ("body", PROSE),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The cat sat on the mat",
        "Milei met Trump in Washington on Friday and praised him",
        "Council Closes the Old Road",
        "Who will pay for the bridge?",
        "It rained",
        "ประธานาธิบดีกล่าวสุนทรพจน์ที่กรุงวอชิงตันเมื่อวันจันทร์",
        "Council closes road\n\nThe mayor said it will stay shut until May\n\nNobody asked why",
        "Milei\nThe president met Trump in Washington on Friday",
        "The president will meet the heads of state of the southern countries in the capital of "
        "the neighbouring country\nEl presidente se reunirá con los jefes de Estado de los países "
        "del sur en la capital del país vecino",
    ],
)
def test_a_text_without_a_stop_is_prose(text: str) -> None:
    lines = [line for line in text.splitlines() if line]
    assert kinds_of(text, title="Another title") == [("body", line) for line in lines]
    assert kinds_of(f"{text}\n\n© 2025 The Post")[:-1] == [("body", line) for line in lines]
    assert kinds_of(f"A Day in Town\n\n{text}", title="A day in town") == [
        ("title", "A Day in Town"),
        *[("body", line) for line in lines],
    ]


def test_headlines_after_prose_are_teasers() -> None:
    for before in (PROSE, "Milk\n• two eggs", "A | 1\nB | 2"):
        teasers = "Milei meets Trump in Washington\nBridge shut after the flood"
        kinds = [kind for kind, _ in kinds_of(f"Council closes road\n\n{before}\n\n{teasers}")]
        assert kinds[-2:] == ["other_articles"] * 2


@pytest.mark.parametrize(
    "end",
    [
        *(
            " 🎉",
            " ❤️",
            ". 🎉",
            ".🎉🎉",
            ". 👏🏽",
            ". 👨\u200d👩\u200d👧",
            ". 🇦🇷",
            ". ■",
            ".™",
            "! ✅",
        ),
        *(".[1]", ". [12]", ".[1][2]", ".[3, 4]", ".[note 1]", ".[a]", ".¹", ". (1)", ".”[1]"),
        *(".*", ".**", "._", ".†", ".\u200b", ".\u200f", ".\ufeff", ".\xad", ".)”", "?!", "‽", "?"),
        *("।", "۔", "؟", "։", "።", "။", "។", "。", "！", "？", "।”", "۔”", "。」", "。』"),
    ],
)
def test_a_stop_may_be_of_any_script_and_have_marks_after_it(end: str) -> None:
    line = f"The money for the road came from donors{end}"
    kinds = kinds_of(f"Road\n\n{PROSE}\n\n{line}\n\n{PROSE}\n\n{line}")
    assert kinds[2] == kinds[4] == ("body", line)


@pytest.mark.parametrize("end", [" [1]", "*", " †", " ™", " (Part 1)", ". [Read more]", " »"])
def test_marks_without_a_stop_end_no_sentence(end: str) -> None:
    line = f"Bridge shut after the flood{end}"
    assert kinds_of(f"Road\n\n{PROSE}\n\n{PROSE}\n\n{line}")[3] == ("other_articles", line)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("hi", "राष्ट्रपति ने सोमवार को भाषण दिया।\n\nउन्होंने कहा कि अर्थव्यवस्था सुधर रही है।"),
        ("ur", "صدر نے پیر کو تقریر کی۔\n\nانہوں نے کہا کہ معیشت بہتر ہو رہی ہے۔"),
        ("ar", "هل يفوز الرئيس في الانتخابات المقبلة؟\n\nمن سيدفع ثمن هذا الجسر الجديد؟"),
        ("hy", "Նախագահը երկուշաբթի ելույթ ունեցավ։\n\nՆա ասաց, որ տնտեսությունը լավանում է։"),
        ("am", "ፕሬዚዳንቱ ሰኞ ዕለት በዋሽንግተን ንግግር አደረጉ።\n\nኢኮኖሚው እየተሻሻለ ነው አሉ።"),
        ("zh", "总统周一在华盛顿发表了讲话。\n\n他说经济正在好转！\n\n反对派驳斥了这一说法吗？"),
    ],
)
def test_paragraphs_of_one_sentence_in_other_scripts(language: str, text: str) -> None:
    assert {kind for kind, _ in kinds_of(text)} == {"body"}
    assert {kind for kind, _ in kinds_of(text, language=language)} == {"body"}


def test_a_question_over_prose_in_arabic_is_its_title() -> None:
    text = "هل يفوز الرئيس في الانتخابات؟\n\nقال الرئيس إنه سيفوز. ولم يقل كيف."
    assert [kind for kind, _ in kinds_of(text)] == ["title", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "Exports rose as well, the bureau said. The president called it\ta brilliant success.",
        "He called it\ta brilliant success for the whole nation, she said.",
        "The firm\thad lost its way in May, she said, and nobody\tlistened to the warnings.",
        "SMITH:\tI did not go there, and nobody asked me to go.",
        "1.\tThe council shall meet once a month in the old town hall.",
        "•\tThe firm cut 300 jobs in May, it said on Monday.",
    ],
)
def test_a_tab_in_a_paragraph_makes_no_table(line: str) -> None:
    assert kinds_of(f"{PROSE}\n\n{line}\n\n{PROSE}")[1] == ("body", line)
    assert kinds_of(f"{PROSE}\n\n{line}\n\n{line}\n\n{PROSE}")[1:3] == [("body", line)] * 2


@pytest.mark.parametrize(
    "rows",
    [
        "Year\tCost\n2020\t10\n2021\t12",
        "Country\tCapital\tPeople\nPeru\tLima\t34 million",
        "Tickets:\t£12\nHours:\t9–17",
        "Total\t300",
        "Date\tEvent\n1990\tThe old wall fell and the country became one again.\n"
        "1991\tThe union broke up, and its republics went their own ways.",
    ],
)
def test_rows_between_tabs_are_a_table(rows: str) -> None:
    assert kinds_of(f"Road\n\n{PROSE}\n\n{PROSE}\n\n{rows}\n\n{PROSE}")[3] == ("table", rows)


@pytest.mark.parametrize(
    ("line", "opening"),
    [
        ("LONDON — It rained.", "LONDON —"),
        ("BUENOS AIRES, Jan 29 (Reuters) - It rained.", "BUENOS AIRES, Jan 29 (Reuters) -"),
        ("RIO DE JANEIRO, 5 de mayo – It rained.", "RIO DE JANEIRO, 5 de mayo –"),
        ("SAINT-DENIS, FRANCE — It rained.", "SAINT-DENIS, FRANCE —"),
        ("MINNEAPOLIS-SAINT-PAUL (AP) — It rained.", "MINNEAPOLIS-SAINT-PAUL (AP) —"),
        ("ST.PAUL, Minn. (AP) — It rained.", "ST.PAUL, Minn. (AP) —"),
        ("By Ann Lee — It rained.", "By Ann Lee —"),
        ("BY REUTERS: It rained.", "BY REUTERS:"),
        ("By Ann McDonald Lee Fox | It rained.", "By Ann McDonald Lee Fox |"),
        ("March 4 (Reuters) - It rained.", "March 4 (Reuters) -"),
        ("Sept. 12, 2025 (AP) — It rained.", "Sept. 12, 2025 (AP) —"),
        ("4 March (dpa) - It rained.", None),
        ("4 March (Reuters) – It rained.", "4 March (Reuters) –"),
        ("March 4 (a Monday) - it rained.", None),
        ("March 4 - It rained.", None),
        ("PRESS RELEASE - It rained.", None),
        ("A." * 42 + " — It rained.", None),
        ("By " + "A" * 80 + " — It rained.", None),
        ("By Reuters — It rained.", None),
        ("ADVERTISEMENT — It rained.", None),
    ],
)
def test_what_counts_as_a_dateline(line: str, opening: str | None) -> None:
    found = INLINE_BYLINE.match(line) or DATELINE.match(line)
    assert (found and found[0].rstrip()) == opening


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Share or comment on this article: Sleeping badly? It may hurt", "footer"),
        ("*Disclosure: I hold no position in NVN.*", "footer"),
        ("_This interview has been edited and condensed._", "footer"),
        ("This article is for information and does not constitute investment advice.", "footer"),
        ("Nothing in this newsletter should be construed as financial advice.", "footer"),
        ("The information on this page is for general informational purposes only.", "footer"),
        ("This is not investment advice.", "footer"),
        ("((martyn.herman@thomsonreuters.com; +44 20 7542 1234))", "footer"),
        ("Watch the video above for the full report.", "call_to_action"),
        ("Reach the reporter at name@paper.example", "call_to_action"),
        ("Contact Ann Lee at 937-555-0199 or on X @alee.", "call_to_action"),
        ("For interviews, please contact Jo Blake on +44 (0)113 343 5555.", "call_to_action"),
        ("To request an interview with Dr Lee, email press@leeds.example.", "call_to_action"),
        ("The watchdog said the report does not constitute investment advice.", "body"),
        ("The ruling does not constitute an offer to the strikers.", "body"),
        ("This report is not about money, and nobody asked for advice.", "body"),
        ("Reach the summit at dawn and you can see three countries.", "body"),
        ("For interviews, the minister prefers the garden of the old palace.", "body"),
        ("Share prices fell, and few would comment on this article of the treaty.", "body"),
        ("*This was the worst night of my life, and I was alone.*", "body"),
    ],
)
def test_notices_of_contact_advice_and_disclosure(line: str, kind: str) -> None:
    for after in ("", f"\n\n{PROSE}"):
        assert kinds_of(f"Road\n\n{PROSE}\n\n{PROSE}\n\n{line}{after}")[3] == (kind, line)


@pytest.mark.parametrize(
    "notice",
    [
        "PRESS RELEASE",
        "PRESS RELEASE - EMBARGOED UNTIL 16:00 GMT 4 MARCH 2026",
        "EMBARGOED UNTIL 16:00 GMT 4 MARCH 2026",
        "Strictly embargoed until 00.01 hrs (UK time) Thursday 5 March",
        "Under embargo until 6 p.m. ET on Monday, May 4",
        "Media release | 4 March 2026",
        "FOR IMMEDIATE RELEASE — March 4, 2026",
    ],
)
def test_the_title_stands_under_a_notice_of_release(notice: str) -> None:
    found = kinds_of(f"{notice}\n\nShort sleep raises dementia risk, study finds\n\n{PROSE}")
    assert [kind for kind, _ in found] == ["footer", "title", "body"]
    assert found[0][1] == notice


@pytest.mark.parametrize(
    "line",
    [
        "Embargo on Russian oil until May splits ministers",
        "Embargoed files of 1990 show a divided cabinet",
        "Press release of prisoners is delayed",
        "Sleeping badly in your 50s? It may hurt your heart",
        "Who pays for the new bridge over the Tees? And when will it open?",
        "Opinion | I was a renter for 20 years. This law is too late.",
        "Analysis: The vote was close. The next one will be closer.",
    ],
)
def test_a_short_line_over_longer_prose_is_the_title(line: str) -> None:
    for between in ("", "By Ann Lee\n\n"):
        found = kinds_of(f"{line}\n\n{between}{LONGER}\n\n{PROSE}")
        assert found[0] == ("title", line)
        assert found[-2:] == [("body", LONGER), ("body", PROSE)]


@pytest.mark.parametrize(
    "line",
    [
        "The mayor resigned on Monday. He gave no reason.",
        "“Where were you last night? I waited for you until ten,” she said.",
        "Q: Why did it take you nine years to write this? Were you afraid?",
        "It rained all night over the whole of the old town. Then it stopped \U0001f327",
        "I asked him twice what he had seen that night. He said that he,",
        "Opinion: polls put the party ahead in nine of the ten seats that it must win to keep its "
        "majority, she said.",
    ],
)
def test_an_opening_of_two_sentences_is_prose(line: str) -> None:
    assert kinds_of(f"{line}\n\n{LONGER}\n\nQ: {PROSE}")[0] == ("body", line)
