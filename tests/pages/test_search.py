"""Finding articles by words."""
import re

import pytest

from outputs import article

WORDS = [
    article(1, headline="Minister opens a school in Baghdad", title="الوزير يفتتح مدرسةً في بغداد"),
    article(2, headline="Ahmed Salim visits the pupils", title="أحمد سليم يزور التلاميذ", names=[["Ahmed Salim", "person", 1]]),
    article(3, headline="Letter of a writer", title="احمد يكتب رسالة"),
    article(4, headline="Books and desks", title="وبالمدرسه كتب"),
    article(5, headline="The school board of Mosul met", title="اجتماع في الموصل"),
    article(6, headline="Rain in Basra", title="أمطار في البصرة", summary="Heavy rain fell. The board met in the school."),
    article(7, headline="ＢＡＧＨＤＡＤ today: oﬃce of ﬁsh opens 🎉🎉 in Erbil", title="كتــاب عن بَغْدَاد"),
]


@pytest.fixture
def words(out, tmp_path):
    return out.copy(tmp_path / "words", WORDS)


def numbers(*found):
    return [f"article-{number}.txt" for number in found]


FOUND = {
    "school": [1, 5, 6],
    "SCHOOL": [1, 5, 6],
    "ｓｃｈｏｏｌ": [1, 5, 6],
    "school board": [5, 6],
    "baghdad": [1, 7],
    "office": [7],
    "fish": [7],
    "nowhere": [],
    "  school  ": [1, 5, 6],
    "مدرسة": [1, 4],
    "مدرسه": [1, 4],
    "مَدْرَسَة": [1, 4],
    "المدرسة": [1, 4],
    "والمدرسة": [1, 4],
    "أحمد": [2, 3],
    "احمد": [2, 3],
    "إحمد": [2, 3],
    "كتاب": [7],
    "بغداد": [1, 7],
    "الموصل": [5],
    "موصل": [5],
    "أحمد letter": [3],
    '"school board"': [5],
    '"board met"': [6],
    '"احمد سليم"': [2],
    "school -board": [1],
    "-school": [2, 3, 4, 7],
    'school -"board met"': [1, 5],
    "-مدرسة": [2, 3, 5, 6, 7],
}


def test_words_find_articles(visit, words):
    reader = visit(words)
    found = {}
    for query in FOUND:
        reader.search(query)
        found[query] = sorted(int(re.search(r"\d+", path)[0]) for path in reader.shown())
        assert reader.found() == len(found[query])
    assert found == FOUND


STRANGE = ['"', '""', "-", '-"', "(", "[", "\\", "*", ".*", "%", "&q=x", "#", "<b>", "\u202e", "ـ", "َ"]


def test_unfinished_and_strange_queries_do_no_harm(visit, words):
    reader = visit(words)
    for query in STRANGE:
        reader.search(query)
    reader.search("school")
    reader.expect(numbers(1, 5, 6))


HITS = {
    ("school", 1, "h3"): ["school"],
    ("school", 6, ".summary"): ["school"],
    ("baghdad", 7, "h3"): ["ＢＡＧＨＤＡＤ"],
    ("office", 7, "h3"): ["oﬃce"],
    ("erbil", 7, "h3"): ["Erbil"],
    ("rain fell", 6, ".summary"): ["rain", "fell"],
    ("أحمد", 2, ".title"): ["أحمد"],
    ("أحمد", 3, ".title"): ["احمد"],
    ("كتاب", 7, ".title"): ["كتــاب"],
    ("بغداد", 7, ".title"): ["بَغْدَاد"],
}


def test_hits_are_marked_at_their_letters(visit, words):
    reader = visit(words)
    hits = {}
    for query, number, part in HITS:
        reader.search(query)
        hits[query, number, part] = reader.hits(f"article-{number}.txt", part)
    assert hits == HITS


@pytest.mark.parametrize("number", [1, 4])
def test_the_stem_is_marked_within_a_longer_arabic_word(visit, words, number):
    reader = visit(words)
    reader.search("المدرسة")
    path = f"article-{number}.txt"
    reader.row(path).wait_for()
    hit, = reader.hits(path, ".title")
    assert words.fold(hit).endswith(words.fold("مدرسة"))
    assert reader.row(path).locator(".title").text_content() == WORDS[number - 1]["title"]


def test_marking_changes_no_text_and_ends_with_the_search(visit, words):
    reader = visit(words)
    texts = reader.page.locator("#list h3").all_text_contents()
    assert texts == [entry["headline"] for path in reader.shown() for entry in WORDS if entry["path"] == path]
    reader.search("baghdad")
    assert reader.page.locator("#list mark.hit").count() > 0
    reader.search("")
    assert reader.page.locator("#list mark.hit").count() == 0
    assert reader.page.locator("#list h3").all_text_contents() == texts


def test_nothing_found_is_said_and_can_be_undone(visit, words):
    reader = visit(words)
    reader.search("nowhere")
    assert reader.page.locator("#nothing").is_visible()
    reader.page.locator("#clear-nothing").click()
    reader.expect(numbers(*range(1, 8)))
    assert not reader.page.locator("#nothing").is_visible()


def test_what_is_found_by_names_and_paths(visit, words):
    reader = visit(words)
    reader.search("salim")
    reader.expect(numbers(2))
    reader.search("article-3.txt")
    reader.expect(numbers(3))


@pytest.mark.core
def test_the_words_of_a_real_headline_find_it(visit, out):
    reader = visit(out)
    entry = next(entry for entry in out.entries if len(entry.get("headline", "").split()) > 5)
    reader.search(f'"{" ".join(entry["headline"].split()[:3])}"')
    assert entry["path"] in reader.paths() + reader.page.locator(".version-list > li").evaluate_all("rows => rows.map(row => row.dataset.path)")
    title = next(entry for entry in out.entries if entry.get("language") == "ar" and len(entry.get("title", "").split()) > 3)
    reader.search(title["title"].split()[1])
    assert reader.found() > 0
