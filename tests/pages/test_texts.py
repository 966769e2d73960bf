"""Finding words in the full texts, which lie in files of their own."""
import json
import re

import pytest

from hostile import TEXTS
from outputs import article, write_texts
from reader import eventually
from test_safety import unharmed, visible

ARTICLES = [
    article(1, headline="The dam is full", title="السد يمتلئ", summary="Water rose."),
    article(2, headline="A bridge opens", title="افتتاح جسر", verdict="care"),
    article(3, headline="Farmers met", title="اجتماع المزارعين"),
    article(4, headline="A letter from London", language="en"),
    {"path": "left-out.txt", "outcome": "skipped", "reason": "empty"},
]
FULL = [
    ["article-1.txt", "The dam is full\nThe engineer Karim Aziz praised the turbines.\nNobody was hurt.",
     "السد يمتلئ\nأشاد المهندس كريم عزيز بالتوربينات.\nولم يُصب أحد."],
    ["article-2.txt", "A bridge opens\nCars crossed it in the evening.\n", "افتتاح جسر\nعبرته السيارات مساءً.\nوبالمدرسةِ القديمة احتفل التلاميذ."],
    ["article-3.txt", "Farmers met\nThey asked for turbines and water.", "اجتماع المزارعين\nطالبوا بالتوربينات والمياه."],
    ["article-4.txt", "", "A letter from London\nThe turbines of London are old."],
]


def numbers(*found):
    return [f"article-{number}.txt" for number in found]


@pytest.fixture
def full(out, tmp_path):
    return out.copy(tmp_path / "full", ARTICLES, texts=FULL)


FOUND = {
    "turbines": [1, 3, 4],
    "TURBINE": [1, 3, 4],
    "bines": [],
    "karim bridge": [],
    "karim dam": [1],
    "dam water": [1],
    "turbines -london": [1, 3],
    "-turbines": [2],
    '"asked for turbines"': [3],
    '"turbines nobody"': [],
    "توربينات": [1, 3],
    "التوربينات": [1, 3],
    "المدرسه": [2],
    "مُدرسة": [2],
    "evening جسر": [2],
    "nowhere": [],
}


def test_words_of_the_texts_find_articles_in_both_languages(visit, full):
    reader = visit(full)
    found = {}
    for query in FOUND:
        reader.search(query)
        found[query] = sorted(int(re.search(r"\d+", path)[0]) for path in reader.shown() if path != "left-out.txt")
    assert found == FOUND


def test_a_hit_is_shown_in_both_languages_with_its_words_marked(visit, full):
    reader = visit(full)
    reader.search("turbines")
    assert reader.snippet("article-1.txt") == ["The engineer Karim Aziz praised the turbines.", "أشاد المهندس كريم عزيز بالتوربينات."]
    assert reader.hits("article-1.txt", ".snippet") == ["turbines"]
    assert reader.snippet("article-4.txt") == [None, "The turbines of London are old."]
    reader.search("المدرسة")
    assert reader.snippet("article-2.txt") == [None, "وبالمدرسةِ القديمة احتفل التلاميذ."]
    hit, = reader.hits("article-2.txt", ".snippet .source")
    assert full.fold(hit).endswith(full.fold("مدرسة"))


def test_what_the_headline_has_needs_no_snippet(visit, full):
    reader = visit(full)
    reader.search("dam")
    reader.expect(numbers(1))
    assert reader.snippet("article-1.txt") == [None, None]
    reader.search("dam karim aziz")
    assert reader.hits("article-1.txt", ".snippet") == ["Karim", "Aziz"]
    reader.search("")
    assert reader.page.locator(".snippet").count() == 0


def test_hits_of_texts_are_counted_filtered_and_come_after_headlines(visit, out, tmp_path):
    articles = [*ARTICLES, article(6, headline="New turbines", day="2001-01-01", verdict="care")]
    reader = visit(out.copy(tmp_path / "mixed", articles, texts=FULL))
    reader.search("turbines")
    assert reader.shown()[0] == "article-6.txt"
    assert reader.found() == 4
    assert {key: count for key, count in reader.facet("verdict").items() if count} == {"fit": 3, "care": 1}
    reader.tick("verdict", "care")
    reader.expect(numbers(6))


def test_the_best_sentence_is_the_one_with_most_words_and_long_ones_are_cut(visit, out, tmp_path):
    filler = "and so on " * 60
    text = f"The mayor spoke.\n{filler}the mayor opened the museum {filler}\nThe museum is new."
    reader = visit(out.copy(tmp_path / "long", ARTICLES[:1], texts=[["article-1.txt", text, "أ\nب\nج"]]))
    reader.search("mayor museum")
    translation, source = reader.snippet("article-1.txt")
    assert source == "ب"
    assert translation.startswith("… ") and translation.endswith(" …") and len(translation) < 330
    assert "the mayor opened the museum" in translation
    assert reader.hits("article-1.txt", ".snippet") == ["mayor", "museum"]


def test_of_a_sentence_as_long_as_a_text_the_part_with_the_hit_is_shown(visit, out, tmp_path):
    # Letters that fold to nothing make its place in the folded text another one.
    source = "كَلِمَةٌ " * 500 + "الإبرةُ هنا " + "𐍈" * 3000
    reader = visit(out.copy(tmp_path / "endless", ARTICLES[:1], texts=[["article-1.txt", "x" * 5000, source]]))
    reader.search("ابره")
    translation, source = reader.snippet("article-1.txt")
    assert len(translation) < 330 and len(source) < 330
    assert [hit.strip("الُ") for hit in reader.hits("article-1.txt", ".snippet .source")] == ["إبرة"]


def test_texts_can_be_left_out_and_the_address_says_so(visit, full):
    reader = visit(full)
    reader.search("turbines")
    assert reader.page.locator("#texts").is_checked()
    assert reader.page.locator("#texts-words").inner_text() == "The full texts of 4 articles were searched."
    reader.page.locator("#texts").click()
    reader.expect([])
    assert "texts=0" in reader.page.url
    assert "Tick “Full texts”" in reader.page.locator("#texts-words").inner_text()
    other = visit(full, reader.page.url.split("#")[1])
    assert not other.page.locator("#texts").is_checked()
    assert other.found() == 0
    other.page.locator("#texts").click()
    other.expect(numbers(1, 3, 4))
    other.back()
    other.expect([])


def test_an_address_searches_the_texts_as_soon_as_all_is_loaded(visit, full):
    reader = visit(full, "q=karim")
    reader.expect(numbers(1))
    assert not reader.page.locator("#nothing").is_visible()


def test_without_texts_there_is_no_switch(visit, out, tmp_path):
    reader = visit(out.copy(tmp_path / "none", ARTICLES))
    assert not reader.page.locator("#texts-state").is_visible()
    reader.search("turbines")
    reader.expect([])
    assert not reader.page.locator("#texts-label").is_visible()
    assert "mujaz search" in reader.page.locator("#texts-words").inner_text()


def test_a_large_folder_is_searched_when_it_is_asked_for(visit, out, tmp_path):
    entries = [article(number, headline=f"Report {number}") for number in range(10_500)]
    texts = [[entry["path"], f"A zebra{number} was seen.", f"شوهد حمار رقم {number}."] for number, entry in enumerate(entries)]
    reader = visit(out.copy(tmp_path / "large", entries, texts=texts))
    reader.search("zebra10400")
    reader.expect([])
    reader.page.locator("#texts").click()
    reader.settled()
    reader.expect(numbers(10400))
    assert reader.page.locator("#texts-words").inner_text() == "The full texts of 10,500 articles were searched."


def test_ten_thousand_articles_are_searched_while_one_waits(visit, out, tmp_path):
    body = " ".join(f"word{number} كلمة{number}" for number in range(60))
    entries = [article(number) for number in range(10_000)]
    texts = [[entry["path"], f"{body}\nThe number is n{number}.", f"{body}\nالعدد هو ع{number}."] for number, entry in enumerate(entries)]
    reader = visit(out.copy(tmp_path / "many", entries, texts=texts))
    reader.search("n9876")
    reader.expect(numbers(9876))
    assert reader.snippet("article-9876.txt") == ["The number is n9876.", "العدد هو ع9876."]
    reader.search("ع123")
    eventually(reader.found, 11)
    reader.search("word7 كلمة59")
    eventually(reader.found, 10_000)
    assert len(reader.shown()) < 400, "rows are made as they are looked at"


def test_a_new_word_takes_the_place_of_a_search_that_is_under_way(visit, out, tmp_path):
    entries = [article(number) for number in range(5000)]
    texts = [[entry["path"], f"The number is n{number}.", f"ع{number}"] for number, entry in enumerate(entries)]
    reader = visit(out.copy(tmp_path / "hasty", entries, texts=texts))
    for query in ("n1", "n12", "n123", "n1234"):
        reader.page.locator("#query").fill(query)
        reader.page.wait_for_timeout(300)
    reader.settled()
    reader.expect(numbers(1234))


def test_news_of_the_texts_leave_as_many_rows_as_there_were(visit, out, tmp_path):
    entries = [article(number, headline=f"Dam {number}" if number < 200 else f"Sea {number}") for number in range(300)]
    texts = [[entry["path"], "Nothing." if number < 200 else "The dam is far.", ""] for number, entry in enumerate(entries)]
    site = out.copy(tmp_path / "rows", entries, texts=texts)
    reader = visit(site, "texts=0&q=dam")
    assert len(reader.paths()) == 200
    reader.page.locator("#texts").click()
    eventually(reader.found, 300)


def test_hostile_texts_are_snippets_like_others(visit, out, tmp_path):
    entries = [article(number) for number in range(len(TEXTS))]
    texts = [[entry["path"], f"needle {text}", f"إبرة {text}"] for entry, text in zip(entries, TEXTS)]
    reader = visit(out.copy(tmp_path / "hostile", entries, texts=texts))
    reader.search("needle")
    assert reader.found() == len(TEXTS)
    for number, text in enumerate(TEXTS):
        if len(text) > 300 or "\n" in text:
            continue
        translation, source = reader.snippet(f"article-{number}.txt")
        assert [visible(translation), visible(source)] == [visible(f"needle {text}"), visible(f"إبرة {text}")]
    unharmed(reader)
    for text in TEXTS[:14]:
        reader.search(text)
    unharmed(reader)


SPOILT = [None, 5, "text", [], ["article-1.txt"], ["article-1.txt", 5, "x"], ["nowhere.txt", "needle", ""], ["__proto__", "needle", "needle"], {"0": "a"}]


def test_rows_of_wrong_types_and_unknown_articles_are_passed_over(visit, out, tmp_path):
    reader = visit(out.copy(tmp_path / "spoilt", ARTICLES, texts=[*SPOILT, ["article-2.txt", "needle\n\n", ""]]))
    reader.search("needle")
    reader.expect(numbers(2))
    assert reader.page.locator("#texts-words").inner_text() == "The full texts of 1 article were searched. The texts of 3 articles are not here."


@pytest.mark.parametrize("text", [None, "", "mujaz.texts(", 'mujaz.texts("other",[]);', f'mujaz.texts("{1:032x}",5);'])
def test_a_file_of_texts_that_cannot_be_read_is_said_and_looked_for_again(visit, out, tmp_path, text):
    site = out.copy(tmp_path / "gone", ARTICLES, texts=FULL)
    name = site.folder / "index" / f"texts-{0:032x}.js"
    name.unlink()
    if text is not None:
        name.write_text(text)
    reader = visit(site)
    for words in ("ERR_FILE_NOT_FOUND", "error: ", "console: Uncaught"):
        reader.allow(words)
    reader.search("dam turbines")
    reader.expect([])
    words = reader.page.locator("#texts-words").inner_text()
    assert f"texts-{0:032x}.js could not be read." in words and "The texts of 4 articles are not here." in words
    name.unlink(missing_ok=True)
    write_texts(site.folder, FULL)
    reader.search("turbines")
    reader.expect(numbers(1, 3, 4))


def test_no_address_of_texts_leads_out_of_the_folder(visit, out, tmp_path):
    (tmp_path / "outside.js").write_text("window.pwned = 1")
    addresses = ["../outside.js", "https://evil.example/x.js", "javascript:window.pwned=1", "", "index/%2e%2e/../outside.js"]
    site = out.copy(tmp_path / "astray", ARTICLES)
    assert '"texts": []' in site.page()
    (site.folder / "index.html").write_text(site.page().replace('"texts": []', f'"texts": {json.dumps(addresses)}'), "utf-8")
    reader = visit(site)
    reader.search("turbines")
    assert "could not be read" in reader.page.locator("#texts-words").inner_text()
    unharmed(reader)


@pytest.mark.core
def test_the_words_of_a_real_text_find_it(visit, out):
    reader = visit(out, "texts=1")
    path, translation, source = next(row for row in out.texts() if row[1] and row[2])
    for text in (translation, source):
        words = max(text.split("\n"), key=len).split()[:6]
        reader.search(f'"{" ".join(words)}"')
        assert path in reader.paths() + reader.page.locator(".version-list > li").evaluate_all("rows => rows.map(row => row.dataset.path)")
