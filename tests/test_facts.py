import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.checks import InputError
from analysis.corpus import load_corpus
from analysis.facts.amounts import find_amounts
from analysis.facts.dates import find_dates
from analysis.facts.find import KINDS, find_facts, shared_facts
from analysis.facts.quoted_words import LEAST_WORDS, find_quoted_words
from analysis.sentences.split import split_sentences

PIECES = ["$57bn", "57 billion dollars", "1,200", "85%", "US$", "5", "May", "June 1", "2018", "to"]
PIECES += ["million", "a", "“we will win this war”", "Ana Ruiz", "-", "€", "people", "in", "1990s"]
PIECES += ["half a million", "-3.5%", "10 000", "1,5", "2½", "1 in 5", "S&P 500", "mid-2025"]
PIECES += ["twenty-five percent", "€3–4m", "3 to 4", "13-15 June 2024", "ſ", "٣", "²", "𝟓", "\n"]
WORDS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=7).map(" ".join)


def documents_of(*texts: str) -> pd.DataFrame:
    doc_ids = [f"d{i}" for i in range(len(texts))]
    return pd.DataFrame({"doc_id": doc_ids, "outlet": [d.upper() for d in doc_ids], "text": texts})


def amounts(text: str) -> list[str]:
    return [amount.fact for amount in find_amounts(text)]


def dates(text: str) -> list[str]:
    return [date.fact for date in find_dates(text)]


@pytest.mark.parametrize(
    "text",
    [
        *("$57 billion", "57 billion dollars", "$57bn", "US$57B", "$57-billion", "USD 57 billion"),
        *("57bn dollars", "57 billion U.S. dollars", "$57,000 million", "$57,000,000,000"),
        *("fifty-seven billion dollars", "$57.0 billion", "57-billion-dollar"),
    ],
)
def test_one_sum_however_it_is_written(text):
    assert amounts(f"The {text} loan") == ["$57 billion"]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("85%, 85 per cent, 85 percent", ["85%"] * 3),
        ("a 2.5-percentage-point rise of 25 basis points", ["2.5 percentage points"] * 1 + [""]),
        ("47 million citizens and 4.5 million others", ["47 million", "4.5 million"]),
        ("€1.2bn, £300m to £400m", ["€1.2 billion", "£300 million", "£400 million"]),
        ("between $5 and $6 million", ["$5 million", "$6 million"]),
        ("$100 and 50 people", ["$100", "50 people"]),
        ("10 to 20 years", ["10 years", "20 years"]),
        ("A$10, R$5 million, 840 million yuan", ["A$10", "R$5 million", "CN¥840 million"]),
        ("100 pounds of ore for 5 million pounds", ["100 pounds", "£5 million"]),
        ("1,200 troops and 2000 soldiers", ["1,200", "2,000"]),
        ("a million dollars", ["$1 million"]),
        ("5m people ran 30m", ["5 million"]),
        ("10b students, 10 b students, 10-m boats, the 100 m hurdles", ["10 billion"]),
        ("10 bn students and 3 mn boats", ["10 billion", "3 million"]),
        ("$10 b, 10 m euros", ["$10 billion", "€10 million"]),
    ],
)
def test_amounts(text, facts):
    assert amounts(text) == [fact or "25 basis points" for fact in facts]


@pytest.mark.parametrize(
    "text",
    [
        *("5G", "an F-16", "the G-7", "at 10:30", "24/7", "a 3-1 win", "v2.0", "in 2018", "a war"),
        *("2018 elections", "3 of them", "a 17-year-old", "No. 5", "https://x.org/2/5", ""),
    ],
)
def test_what_is_no_amount(text):
    assert amounts(text) == []


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("June 1, 1 June, June 1st, 1st of June, Jun. 1", ["June 1"] * 5),
        ("June 1, 2024; 1 June 2024; 2024-06-01", ["June 1, 2024"] * 3),
        ("from June 13 to 15 and May 5-8", ["June 13", "June 15", "May 5", "May 8"]),
        ("13-15 June 2024", ["June 13, 2024", "June 15, 2024"]),
        ("June 2024, June of 2024, Sept. 2024", ["June 2024"] * 2 + ["September 2024"]),
        ("In April 2020, last November and by March", ["April 2020"]),
        ("in 2018, the 1990s, 1999-2001", ["2018", "1990s", "1999", "2001"]),
        ("the 2018 elections", ["2018"]),
        ("by 1789", ["1789"]),
    ],
)
def test_dates(text, facts):
    assert dates(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        *("next week", "on Monday", "you may 5 times", "Theresa May", "by May herself", "June"),
        *("2000 soldiers", "$2018", "1,999 men", "20180 of", "2018%", "May 5 million go", "0.2018"),
    ],
)
def test_what_is_no_date(text):
    assert dates(text) == []


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=10).map(" ".join))
def test_spans_of_amounts_and_dates_are_ordered_and_disjoint(text):
    for found in (find_amounts(text), list(find_dates(text))):
        last = 0
        for start, end, fact in found:
            assert last <= start < end <= len(text)
            assert re.search(r"\d", fact)
            last = end


def quoted(*texts: str) -> list[str]:
    sentences = pd.DataFrame(
        {"doc_id": range(len(texts)), "block_id": 0, "start": 0, "text": texts}
    )
    return find_quoted_words(sentences)["fact"].tolist()


def test_quotations_match_without_case_and_punctuation():
    run = "We will never, ever give up"
    found = quoted(f"“{run}.”", '"so we will Never ever give up on Peru", he said.', "‘Give up’")
    assert found == [run] * 2


def test_quotations_that_overlap_are_named_by_the_words_all_of_them_have():
    run = "I've been in football for 31 years and never saw it"
    assert quoted(
        f"“I'm so proud. Liam was tripped. {run}. But we go again.”",
        f"“{run},” she said.",
        f"“{run.replace(chr(39), '’')}. She got it wrong.”",
        "“We go again on Tuesday.”",
    ) == [run] * 3 + ["We go again on Tuesday"]


def test_a_few_words_in_common_do_not_make_one_quotation():
    texts = ["I don't know what it is going to be", "But it is going to be fine for us all here"]
    assert quoted(*(f"“{text}.”" for text in texts)) == texts


def test_quotations_of_three_words_and_unlike_ones_are_left_alone():
    assert quoted("“Not so fast.”", "“a b c d e”", "“a b c x d e”") == ["a b c d e", "a b c x d e"]


@settings(deadline=None, max_examples=300)
@given(st.lists(WORDS, max_size=9))
def test_the_form_is_words_of_the_quotation_and_stands_for_all_that_have_it_whole(quotes):
    kept = [quote for quote in quotes if len(quote.split()) >= LEAST_WORDS]
    found = quoted(*(f"“{quote}”" for quote in quotes))
    assert len(found) == len(kept)
    for own, form in zip(kept, found, strict=True):
        assert len(form.split()) >= LEAST_WORDS and f" {form} " in f" {own} "
        assert form == own or found.count(form) > 1
        assert all(same == form for quote, same in zip(kept, found, strict=True) if quote == own)


def test_many_quotations_with_the_same_words_take_no_quadratic_time():
    found = quoted(
        *(f"“We will win this war and then the peace, says {n}.”" for n in range(20_000))
    )
    assert found.count("We will win this war and then the peace, says") == 200


def test_the_five_texts():
    documents = load_corpus("corpus")
    facts = shared_facts(documents, split_sentences(documents))
    text = dict(zip(documents["doc_id"], documents["text"], strict=True))
    outlet = dict(zip(documents["doc_id"], documents["outlet"], strict=True))
    assert [outlet[doc_id] for doc_id in facts["doc_id"]] == facts["outlet"].tolist()
    spans = {
        (fact, doc_id): text[doc_id][start:end]
        for fact, doc_id, start, end in facts[["fact", "doc_id", "start", "end"]].itertuples(
            index=False
        )
    }
    assert spans["$57 billion", "world-today-news"] == "$57 billion"
    assert spans["$57 billion", "courthouse-news"] == "$57 billion"
    assert spans["85%", "buenos-aires-herald"] == "85%"
    assert spans["47 million", "courthouse-news"] == "47 million"
    assert spans["June 15", "buenos-aires-herald"] == "15"
    assert ("live up to desires and possibilities", "world-today-news") in spans
    matrix = facts.pivot_table("mentions", "fact", "doc_id", fill_value=0)
    assert (matrix.loc["Elon Musk"] > 0).all()
    assert (matrix.loc["$57 billion"] > 0).sum() == 2
    assert facts["documents"].is_monotonic_decreasing


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join), max_size=3))
def test_shared_facts_add_up_to_the_mentions(texts):
    documents = documents_of(*texts)
    sentences = split_sentences(documents)
    mentions = find_facts(documents, sentences)
    facts = shared_facts(documents, sentences)
    text = dict(zip(documents["doc_id"], documents["text"], strict=True))
    for doc_id, start, end in mentions[["doc_id", "start", "end"]].itertuples(index=False):
        assert 0 <= start < end <= len(text[doc_id])
    assert facts["mentions"].sum() == len(mentions)
    assert set(facts["kind"]) <= set(KINDS)
    for row in facts.itertuples():
        own = mentions[
            (mentions["fact"] == row.fact)
            & (mentions["kind"] == row.kind)
            & (mentions["doc_id"] == row.doc_id)
        ]
        assert len(own) == row.mentions
        first = own.loc[own["start"].idxmin()]
        assert (first["start"], first["sentence_id"]) == (row.start, row.first_sentence_id)
        same = mentions[(mentions["fact"] == row.fact) & (mentions["kind"] == row.kind)]
        assert same["doc_id"].nunique() == row.documents


def test_a_date_is_not_an_amount_too():
    documents = documents_of("From June 13 to 15 he will be in Rome with 15 people.")
    facts = find_facts(documents, split_sentences(documents))
    assert facts[["fact", "kind"]].to_numpy().tolist() == [
        *(["June 13", "date"], ["June 15", "date"], ["Rome", "place"], ["15 people", "amount"])
    ]


def test_nothing_said_gives_empty_tables():
    documents = documents_of("", "Nothing happened.")
    facts = shared_facts(documents, split_sentences(documents))
    assert len(facts) == 0
    assert list(facts.columns) == [
        *("fact", "kind", "doc_id", "outlet", "mentions", "start", "end"),
        *("first_sentence_id", "documents"),
    ]


def test_input_is_not_changed():
    documents = documents_of("Ana Ruiz paid $5.")
    sentences = split_sentences(documents)
    before = documents.copy(deep=True), sentences.copy(deep=True)
    shared_facts(documents, sentences)
    pd.testing.assert_frame_equal(documents, before[0])
    pd.testing.assert_frame_equal(sentences, before[1])


def test_bad_input_says_what_to_do():
    documents = documents_of("Ana Ruiz paid $5. She left.")
    sentences = split_sentences(documents)
    with pytest.raises(InputError, match="no column 'block_id'"):
        shared_facts(documents, sentences.drop(columns="block_id"))
    with pytest.raises(InputError, match="sentence_id occurs twice"):
        shared_facts(documents, sentences.assign(sentence_id=0))


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("$500,000 to $1 million", ["$500,000", "$1 million"]),
        ("between $900,000 and $1.2 million", ["$900,000", "$1.2 million"]),
        ("The blast killed 12 and 2 million fled", ["2 million"]),
        ("$5 and $6 million", ["$5 million", "$6 million"]),
        ("$1,000 to $1,500 million", ["$1 billion", "$1.5 billion"]),
    ],
)
def test_the_scale_of_a_range_is_shared_where_that_makes_sense(text, facts):
    assert amounts(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Half a million people marched.", ["500,000"]),
        ("It cost half a billion dollars.", ["$500 million"]),
        ("A half-million dollars went.", ["$500,000"]),
        ("They raised a quarter of a million pounds.", ["£250,000"]),
        ("Three quarters of a million left.", ["750,000"]),
        ("Two and a half million people voted.", ["2.5 million"]),
        ("Rates rose half a percent.", ["0.5%"]),
        ("A million people left; half stayed.", ["1 million"]),
        ("In the second half 2 million left.", ["2 million"]),
    ],
)
def test_parts_of_a_million(text, facts):
    assert amounts(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("About 10 000 people came.", ["10,000"]),
        ("It cost €1\u202f250\u202f000.", ["€1.25 million"]),
        ("In 2024 300 people came.", ["300 people"]),
        ("A loan of €1,5 billion and 2,5%.", ["€1.5 billion", "2.5%"]),
        ("A loan of €1,500 and 2,500 others.", ["€1,500", "2,500"]),
        ("See pages 1,5 and 7.", []),
        ("It cost €1.500.000 or $5,00,000.", ["€1.5 million"]),
        ("Up 7¼ percent to 2½ million and ½ million.", ["7.25%", "2.5 million", "500,000"]),
        ("The Internet is 9¾ obsessed.", []),
        ("It fell -3.5%, then –2% and (−1%).", ["-3.5%", "-2%", "-1%"]),
        ("From 1%–2% or 3-4% it fell to -5 degrees.", ["1%", "2%", "3%", "4%"]),
        ("Some – 500 people – came.", ["500 people"]),
        ("It cost $1.50, $10.1 or $2.", ["$1.50", "$10.10", "$2"]),
        ("It cost $1.5 million or $0.0075.", ["$1.5 million", "$0.0075"]),
    ],
)
def test_separators_signs_and_fractions(text, facts):
    assert amounts(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("1 in 5 people agree.", []),
        ("Nine out of 10 voters agree.", []),
        ("One in every 10,000 births fails.", []),
        ("They killed 12 in 5 attacks.", ["5 attacks"]),
        ("One of 5 people died.", ["5 people"]),
        ("1 in 5 people paid $5.", ["$5"]),
    ],
)
def test_a_ratio_counts_nothing(text, facts):
    assert amounts(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("The S&P 500 rose 1%.", ["1%"]),
        ("The Nikkei 225 gained and the FTSE 100 fell.", []),
        ("A Boeing 737 crashed.", []),
        ("Section 230 protects firms.", []),
        ("Apollo 11 landed.", []),
        ("No. 10 officials left.", []),
        ("They gave Resolution 1701 teeth.", []),
        ("In London 500 people marched.", ["500 people"]),
        ("In New York 500 cats marched.", ["500 cats"]),
        ("Near Kalmunai 30 houses burned.", ["30 houses"]),
        ("On Tuesday 12 drones fell.", ["12 drones"]),
        ("Roughly 300 drones fell.", ["300 drones"]),
        ("After Blair 10 yrs passed.", ["10 yrs"]),
        ("Another 17 drones fell on Obama’s 181 nominees.", ["17 drones", "181 nominees"]),
    ],
)
def test_numbers_in_names_are_no_amounts(text, facts):
    assert amounts(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("By mid-2025 or late-2024.", ["2025", "2024"]),
        ("Above pre-2020 levels, as in the mid-1990s.", ["2020", "1990s"]),
        ("The 2024/25 season and 1999/00.", ["2024-25", "1999-00"]),
        ("FY2023 beat FY2022/23.", ["2023", "2022-23"]),
        ("The ISO-2020 and Covid-2020 forms of 2024/12, XFY2023.", []),
        ("In mid-2000 soldiers left.", []),
        ("On 2024/12/05 it rained.", []),
    ],
)
def test_years_after_a_hyphen_and_years_that_span_two(text, facts):
    assert dates(text) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Una multa de 50.000 euros, o 50.000 €.", ["€50,000"] * 2),
        ("Costó 57.300 millones de dólares y 2,5 Mio. Euro.", ["$57.3 billion", "2.5 million"]),
        ("El 85 por ciento, 85 Prozent.", ["85%"] * 2),
        ("Es dauerte 14.30 Uhr.", []),
    ],
)
def test_figures_of_other_languages(text, facts):
    assert [amount.fact for amount in find_amounts(text, "es")] == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("It rose from 368 to 1,603.", ["1,603"]),
        ("It rose from 1,200 to 1,400.", ["1,200", "1,400"]),
        ("They reigned from 1066 to 1500, or 300 to 2010.", []),
        ("It jumped 12.4pc to 251.3p; fees are 50 pence.", ["12.4%", "251.3p", "50p"]),
        ("A 1080p video at 4p.m. on 12 PCs.", []),
        ("It made Rs 1,200 crore, Rs. 5 and ₹2 lakh crore.", ["₹12 billion", "₹5", "₹2 trillion"]),
        ("Some 5 lakh people left.", ["500,000"]),
        ("It took 1.500 seconds at $3.459 a gallon.", ["1.5 seconds", "$3.459"]),
    ],
)
def test_ranges_pence_and_lakhs(text, facts):
    assert amounts(text) == facts


@pytest.mark.parametrize(
    "text",
    [
        *("71 magnificent minutes", "12 was enough", "call 020 7946 0000", "+44 20 7946 0000"),
        *("(555) 123-4567 or 1-800-273-8255", "Call 116 123 or text 60777.", "tel: 01632960001"),
    ],
)
def test_neither_adjectives_nor_telephone_numbers_are_amounts(text):
    assert amounts(text) == []


def test_what_looks_like_a_telephone_number_and_is_an_amount():
    assert amounts("call 1,200 witnesses of 10 000 people, +20 000 jobs") == [
        *("1,200", "10,000", "20,000")
    ]


def test_offsets_may_be_floats_and_half_a_character_is_a_letter():
    text = "He said \ud83d it was “a very good day for all” and $5."
    documents = pd.DataFrame({"doc_id": ["a"], "text": pd.Series([text], dtype=object)})
    sentences = pd.DataFrame({"doc_id": ["a"], "sentence_id": 0, "block_id": 0, "start": 0.0})
    found = shared_facts(documents, sentences.assign(end=float(len(text))))
    assert {text[a:b] for a, b in zip(found["start"], found["end"], strict=True)} >= {"$5"}
    assert found["start"].dtype == "int64"


def test_the_number_of_a_law_counts_nothing():
    assert not find_amounts("He sent section 21 notices before article 50 talks.")
    assert [a.fact for a in find_amounts("A section 70 metres wide fell.")] == ["70 metres"]
    assert [a.fact for a in find_amounts("It sent 21 notices.")] == ["21 notices"]
