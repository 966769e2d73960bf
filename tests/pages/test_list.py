"""Narrowing, ordering and walking through the list, and what the address says of it."""
import collections
import random

import pytest

from outputs import article, write_part
from reader import eventually

MANY_DOUBTS = {"number": 9}
LIST = [
    article(1, headline="Bridge opens", path="a/x/1.txt", day="2026-11-01", verdict="fit", url="https://one.example/1",
            names=[["Baghdad", "place", 2], ["Ahmed Salim", "person", 1]]),
    article(2, headline="Rain falls", path="a/x/2.txt", day="2026-11-02", verdict="care", outcome="flagged", flags={"number": 1}, failed=0,
            url="https://one.example/2", names=[["Baghdad", "place", 1], ["Basra", "place", 1]]),
    article(3, headline="School closes", path="a/y/3.txt", day="2026-11-03", verdict="unfit", outcome="flagged", flags={"number": 2, "name": 3},
            url="https://two.example/3", language="fa", names=[["Ministry of Health", "organisation", 4]]),
    article(4, headline="Vote held", path="b/4.txt", verdict="unfit", outcome="flagged", flags=MANY_DOUBTS, language="ru"),
    {"path": "b/5.txt", "outcome": "skipped", "reason": "no text in the file"},
    {"path": "c.jsonl#12", "outcome": "failed", "reason": "the record is cut off", "day": "2026-10-31", "language": "ar"},
]
PATHS = [entry["path"] for entry in LIST]


@pytest.fixture
def few(out, tmp_path):
    return out.copy(tmp_path / "few", LIST)


def numbers(*found):
    return [PATHS[number - 1] for number in found]


def counts(entries, values):
    """How many of the entries have each value."""
    return dict(collections.Counter(value for entry in entries for value in set(values(entry))))


VALUES = {
    "outcome": lambda entry: [entry["outcome"]],
    "verdict": lambda entry: [entry.get("verdict", "none")] if entry["outcome"] in ("done", "flagged") else [],
    "doubt": lambda entry: [*entry.get("flags", {}), *(["failure"] if entry.get("failed") else [])],
    "language": lambda entry: [entry["language"]] if entry.get("language") else [],
    **{kind: lambda entry, kind=kind: [name for name, of, _ in entry.get("names", []) if of == kind]
       for kind in ("place", "person", "organisation")},
}


@pytest.mark.parametrize("facet", VALUES)
def test_every_count_of_a_facet_is_that_of_the_data(visit, out, facet):
    reader = visit(out)
    expected = counts(out.entries, VALUES[facet])
    if not expected:
        return
    eventually(lambda: bool(reader.facet(facet)), True)
    reader.uncover(facet)
    shown = reader.facet(facet)
    # Values that are the same for all articles, or that no article has, may be left out.
    assert {value: count for value, count in shown.items() if count} == {value: expected.get(value) for value, count in shown.items() if count}
    if len(expected) <= 5:
        assert set(expected) <= set(shown)


@pytest.mark.parametrize("facet", ["verdict", "outcome", "doubt", "language", "place"])
def test_every_value_finds_as_many_articles_as_it_promises(visit, out, facet):
    reader = visit(out)
    reader.uncover(facet)
    for value, count in list(reader.facet(facet).items())[:6]:
        reader.tick(facet, value)
        eventually(reader.found, count)
        assert count == sum(value in VALUES[facet](entry) for entry in out.entries)
        reader.page.locator(f'#chips [data-chip="{facet}"]').first.click()
        eventually(reader.found, len(out.entries))


@pytest.mark.parametrize("facet, value, found", [
    ("verdict", "fit", [1]),
    ("verdict", "unfit", [3, 4]),
    ("outcome", "skipped", [5]),
    ("outcome", "failed", [6]),
    ("doubt", "number", [2, 3, 4]),
    ("doubt", "name", [3]),
    ("language", "ru", [4]),
    ("source", "one.example", [1, 2]),
    ("folder", "a", [1, 2, 3]),
    ("folder", "b", [4, 5]),
    ("place", "Baghdad", [1, 2]),
    ("person", "Ahmed Salim", [1]),
    ("organisation", "Ministry of Health", [3]),
    ("mark", "unmarked", [1, 2, 3, 4]),
])
def test_a_value_of_a_facet_leaves_its_articles(visit, few, facet, value, found):
    reader = visit(few)
    reader.tick(facet, value)
    reader.expect(numbers(*found))
    assert reader.page.locator(f'#chips [data-chip="{facet}"]').count() == 1


def towns(name, numbers):
    return [article(number, names=[[f"{name} {number}", "place", 1]]) for number in numbers]


def test_find_goes_on_in_values_that_come_later(visit, out, tmp_path):
    entries = towns("Village", range(500)) + towns("Town", range(500, 503))
    site = out.copy(tmp_path / "late", entries, without=(2,))
    reader = visit(site)
    reader.allow("ERR_FILE_NOT_FOUND")
    reader.page.locator('.facet[data-facet="place"] input.find').fill("town")
    eventually(lambda: reader.facet("place"), {})
    write_part(site.folder / "index/articles-0002.js", 2, entries)
    reader.page.locator("#problems button.retry").click()
    eventually(lambda: reader.facet("place"), {f"Town {number}": 1 for number in range(500, 503)})


def test_find_shows_more_than_a_few_values(visit, out, tmp_path):
    reader = visit(out.copy(tmp_path / "towns", towns("Town", range(30)) + towns("Village", range(30, 60))))
    reader.page.locator('.facet[data-facet="place"] input.find').fill("town")
    more = reader.page.locator('.facet[data-facet="place"] button.more')
    eventually(more.inner_text, "More (30)")
    more.click()
    assert set(reader.facet("place")) == {f"Town {number}" for number in range(30)}


def test_a_folder_within_a_folder(visit, few):
    reader = visit(few)
    reader.uncover("folder")
    twist = reader.value("folder", "a").locator("button.twist").first
    if twist.get_attribute("aria-expanded") == "true":
        twist.click()
    assert reader.value("folder", "a/x").count() == 0
    twist.click()
    reader.value("folder", "a/x").locator('input[type="checkbox"]').first.click()
    reader.expect(numbers(1, 2))


def test_reasons_narrow_the_articles_without_a_brief(visit, few):
    reader = visit(few)
    reader.page.locator("#see-left-out").click()
    reader.expect(numbers(5, 6))
    reader.tick("reason", "no text in the file")
    reader.expect(numbers(5))


def test_values_of_one_facet_are_joined_by_or_and_facets_by_and(visit, few):
    reader = visit(few)
    reader.tick("verdict", "care")
    reader.tick("verdict", "unfit")
    reader.expect(numbers(2, 3, 4))
    reader.tick("language", "fa")
    reader.expect(numbers(3))


def test_counts_follow_the_other_filters(visit, few):
    reader = visit(few)
    reader.tick("verdict", "unfit")
    eventually(lambda: {value: count for value, count in reader.facet("doubt").items() if count}, {"number": 2, "name": 1})
    # A facet does not narrow itself: the other verdicts can still be added.
    assert {value: count for value, count in reader.facet("verdict").items() if count} == {"fit": 1, "care": 1, "unfit": 2}


@pytest.mark.core
def test_filters_narrow_a_search(visit, few):
    reader = visit(few)
    reader.search("rain")
    reader.tick("place", "Baghdad")
    reader.expect(numbers(2))


@pytest.mark.parametrize("first, last, undated, found", [
    ("2026-11-01", "2026-11-02", False, [1, 2]),
    ("2026-11-02", "", False, [2, 3]),
    ("", "2026-10-31", False, [6]),
    ("", "", True, [4, 5]),
])
def test_days(visit, few, first, last, undated, found):
    reader = visit(few)
    for field, day in (("#from", first), ("#to", last)):
        if day:
            reader.page.locator(field).fill(day)
            reader.page.locator(field).press("Tab")
    if undated:
        reader.page.locator("#undated").check()
    reader.expect(numbers(*found))


def test_the_timeline_counts_and_narrows(visit, few):
    reader = visit(few)
    bars = reader.page.locator("#timeline button.bar")
    assert sum(map(int, bars.evaluate_all("bars => bars.map(bar => bar.dataset.count)"))) == 4
    bar = reader.page.locator('#timeline button.bar[data-from="2026-11-02"]')
    bar.click()
    reader.expect(numbers(2))
    assert reader.page.locator("#from").input_value() == "2026-11-02"
    assert reader.page.locator("#to").input_value() == "2026-11-02"


@pytest.mark.parametrize("before, after", [
    (["0001-01-01", "1970-01-01", "1970-01-01"], []),
    ([], ["9999-12-31", "2031-02-03"]),
    (["1970-01-01"], ["9999-12-31"]),
])
def test_the_timeline_spans_what_most_dates_span(visit, out, tmp_path, before, after):
    days = [f"2026-11-{day:02}" for day in range(1, 21)]
    reader = visit(out.copy(tmp_path / "placeholders", [article(number, day=day) for number, day in enumerate(before + days + after)]))
    bars = reader.page.locator("#timeline button.bar")
    assert bars.evaluate_all("bars => bars.map(bar => bar.dataset.from)") == days
    count = len(before + after)
    assert f"{count} articles are dated outside these days" in reader.page.locator("#outside").inner_text()
    for button, dates in (("#before", before), ("#after", after)):
        assert reader.page.locator(button).is_visible() == bool(dates)
        if dates:
            reader.page.locator(button).click()
            eventually(reader.found, len(dates))
            assert reader.page.locator(button).get_attribute("aria-pressed") == "true"
            reader.page.locator(button).click()
            eventually(reader.found, len(days) + count)


@pytest.mark.parametrize("days", [
    ["2026-11-01", "1970-01-01"],
    ["2022-09-06", "2023-11-02", "2024-02-13", "2024-02-20", "2024-05-18"],
    [f"{year}-05-01" for year in range(1990, 2027)],
    ["2019-03-01"] * 4 + ["2026-11-01"] * 6,
])
def test_no_date_lies_outside_where_none_stands_apart(visit, out, tmp_path, days):
    reader = visit(out.copy(tmp_path / "spread", [article(number, day=day) for number, day in enumerate(days)]))
    counts = reader.page.locator("#timeline button.bar").evaluate_all("bars => bars.map(bar => Number(bar.dataset.count))")
    assert sum(counts) == len(days)
    assert not reader.page.locator("#outside").is_visible()


def test_the_timeline_by_keyboard(visit, few):
    reader = visit(few)
    bars = reader.page.locator("#timeline button.bar")
    assert bars.evaluate_all("bars => bars.filter(bar => bar.tabIndex === 0).length") == 1
    reader.page.locator('#timeline button.bar[tabindex="0"]').focus()
    reader.press("Home")
    reader.press("ArrowRight")
    focused = reader.page.evaluate("document.activeElement.dataset.from")
    reader.press("Enter")
    eventually(lambda: reader.page.locator("#from").input_value(), focused)


def test_chips_take_away_one_filter_and_clear_all_takes_them_all(visit, few):
    reader = visit(few)
    reader.search("o")
    reader.tick("verdict", "unfit")
    reader.tick("language", "fa")
    reader.page.locator('#chips [data-chip="language"]').click()
    reader.settled()
    assert not reader.value("language", "fa").locator("input").is_checked()
    reader.page.locator('#chips [data-chip="query"]').click()
    reader.expect(numbers(3, 4))
    assert reader.page.locator("#query").input_value() == ""
    reader.page.locator("#from").fill("2026-11-01")
    reader.page.locator("#from").press("Tab")
    reader.expect(numbers(3))
    assert reader.page.locator('#chips [data-chip="date"]').count() == 1
    reader.page.locator("#clear-all").click()
    reader.expect(PATHS)
    assert reader.page.locator("#chips [data-chip]").count() == 0
    assert reader.page.locator("#from").input_value() == ""


@pytest.mark.parametrize("order, first, last", [
    ("newest", [3, 2, 1, 6], None),
    ("oldest", [6, 1, 2, 3], None),
    ("doubts", [4, 3, 2], None),
    ("path", [1, 2, 3, 4, 5, 6], None),
    # Those with a verdict stand together, the best and the worst apart.
    ("verdict", None, None),
])
def test_orders(visit, few, order, first, last):
    reader = visit(few)
    reader.page.locator("#sort").select_option(order)
    reader.settled()
    shown = reader.paths()
    assert sorted(shown) == sorted(PATHS)
    if first:
        assert shown[:len(first)] == numbers(*first)
    else:
        places = {path: place for place, path in enumerate(shown)}
        one, two, three, four = (places[path] for path in numbers(1, 2, 3, 4))
        assert one < two < min(three, four) or one > two > max(three, four)


@pytest.mark.parametrize("order, expected", [
    # The third is ahead of today and far from the others; the fourth is far from them and past.
    ("newest", [2, 1, 4, 3, 5]),
    ("oldest", [4, 1, 2, 3, 5]),
    ("doubts", [2, 1, 4, 3, 5]),
])
def test_days_to_come_that_the_timeline_leaves_out_are_sorted_as_none(visit, out, tmp_path, order, expected):
    days = ["2024-11-01", "2024-11-02", "9999-12-31", "1970-01-01", None]
    many = [article(number, day="2024-11-01", path=f"more/{number}") for number in range(6, 20)]
    entries = [article(number, **({"day": day} if day else {})) for number, day in enumerate(days, 1)]
    reader = visit(out.copy(tmp_path / "ahead", entries + many))
    reader.page.locator("#sort").select_option(order)
    reader.settled()
    assert [path for path in reader.paths() if path.startswith("article")] == [f"article-{number}.txt" for number in expected]


def test_days_to_come_that_the_timeline_has_are_sorted_by(visit, out, tmp_path):
    days = ["9998-11-01", "9998-11-02", "9999-12-31", "2024-01-01"]
    reader = visit(out.copy(tmp_path / "future", [article(number, day=day) for number, day in enumerate(days, 1)]))
    assert reader.paths() == [f"article-{number}.txt" for number in (3, 2, 1, 4)]


def test_relevance_needs_a_query_and_puts_headlines_first(visit, out, tmp_path):
    reader = visit(out.copy(tmp_path / "relevance", [
        article(1, headline="Rain", summary="A bridge is mentioned."), article(2, headline="The bridge opens"), article(3, headline="Else")]))
    relevance = reader.page.locator('#sort option[value="relevance"]')
    assert relevance.evaluate("relevance => relevance.disabled")
    reader.search("bridge")
    assert not relevance.evaluate("relevance => relevance.disabled")
    reader.page.locator("#sort").select_option("relevance")
    reader.settled()
    assert reader.paths() == ["article-2.txt", "article-1.txt"]


def test_versions_of_one_story_share_a_row(visit, out, tmp_path):
    first = article(1, headline="The bridge opens")
    site = out.copy(tmp_path / "stories", [first, article(2, headline="The bridge opens again", story=first["id"]), article(3, headline="Rain")])
    reader = visit(site)
    assert sorted(reader.shown()) == ["article-1.txt", "article-3.txt"]
    assert reader.found() == 3
    versions = reader.row("article-1.txt").locator("button.versions")
    assert versions.get_attribute("aria-expanded") == "false"
    versions.click()
    assert versions.get_attribute("aria-expanded") == "true"
    assert "article-2.txt" in reader.page.locator(".version-list > li").evaluate_all("rows => rows.map(row => row.dataset.path)")
    # A version that alone matches is not hidden behind one that does not.
    reader.search("again")
    assert reader.found() == 1
    assert reader.page.locator("#list").get_by_text("The bridge opens again").first.is_visible()


def test_articles_without_a_brief_are_seen_with_their_reasons(visit, few):
    reader = visit(few)
    assert reader.page.locator("#left-out").is_visible()
    reader.page.locator("#see-left-out").click()
    reader.expect(numbers(5, 6))
    assert "No text in the file" in reader.row("b/5.txt").locator(".reason").inner_text()
    assert "The record is cut off" in reader.row("c.jsonl#12").locator(".reason").inner_text()
    assert "c.jsonl#12" in reader.row("c.jsonl#12").inner_text()


def test_words_of_another_direction_in_a_reason_are_isolated_one_by_one(visit, out, tmp_path):
    reason = "the table has no column for the text, but النص, اسم الكاتب and كوفيد-19"
    reader = visit(out.copy(tmp_path / "reason", [{"path": "a.csv", "outcome": "skipped", "reason": reason}]), "outcome=skipped")
    reader.uncover("reason")
    words = ["النص", "اسم الكاتب", "كوفيد-19"]
    for place in (reader.row("a.csv").locator(".reason"), reader.value("reason", reason).locator(".name")):
        assert place.locator("bdi").all_inner_texts() == words
        assert place.text_content() == reason
    reader.tick("reason", reason)
    assert reader.page.locator('#chips [data-chip="reason"] bdi bdi').all_inner_texts() == words
    reader.press("j")
    reader.press("o")
    eventually(lambda: reader.page.locator("#message bdi").all_inner_texts(), words)


def test_every_left_out_article_of_the_run_is_there(visit, out):
    reader = visit(out)
    left = [entry for entry in out.entries if entry["outcome"] in ("skipped", "failed") and "html" not in entry]
    if not left:
        pytest.skip("no article of this output was left out")
    reader.page.locator("#see-left-out").click()
    eventually(reader.found, len(left))
    for entry in random.Random(1).sample(left, min(5, len(left))):
        reader.search(f'"{entry["path"]}"')
        assert entry.get("reason", "") in reader.row(entry["path"]).text_content()


@pytest.mark.core
def test_the_count_is_that_of_the_data(visit, out):
    reader = visit(out)
    assert reader.found() == len(out.entries) == out.head["articles"]
    rows = int(reader.page.locator("#count").get_attribute("data-rows"))
    assert rows == len(out.entries) - sum("story" in entry for entry in out.entries)


# The keyboard.

@pytest.mark.core
def test_the_list_by_keyboard(visit, few):
    reader = visit(few)
    first, second, third = reader.shown()[:3]
    reader.press("j")
    assert reader.current() == first
    reader.press("j")
    reader.press("j")
    assert reader.current() == third
    reader.press("k")
    assert reader.current() == second
    focused = reader.page.evaluate("document.activeElement.closest('[data-path]')?.dataset.path")
    assert focused == second


@pytest.mark.core
@pytest.mark.parametrize("key", ["o", "Enter"])
def test_a_brief_opens_and_closes_by_keyboard(visit, out, key):
    reader = visit(out, "outcome=done&outcome=flagged")
    reader.press("j")
    path = reader.current()
    reader.press(key)
    eventually(reader.opened, True)
    html = out.entry(reader.row(path).get_attribute("data-id"))["html"]
    eventually(reader.brief, html)
    reader.press("Escape")
    eventually(reader.opened, False)
    assert reader.current() == path


def focused(reader):
    return reader.page.evaluate("document.activeElement.closest('[data-path]')?.dataset.path ?? document.activeElement.id")


def test_the_same_key_once_more_goes_into_the_brief(visit, out):
    reader = visit(out, "outcome=done&outcome=flagged")
    reader.press("j")
    reader.press("Enter")
    eventually(reader.opened, True)
    assert focused(reader) == reader.current()
    reader.press("k")
    reader.page.wait_for_timeout(300)
    assert focused(reader) == reader.current(), "another key that stays at the open brief does not go into it"
    reader.press("Enter")
    assert focused(reader) == "brief"


@pytest.mark.parametrize("width", [1280, 390])
def test_the_buttons_for_the_next_and_the_previous_brief_keep_the_focus(visit, out, width):
    reader = visit(out, "outcome=done&outcome=flagged", viewport={"width": width, "height": 844})
    first, second = reader.shown()[:2]
    reader.open(first)
    reader.page.locator("#next").press("Enter")
    html = out.entry(reader.row(second).get_attribute("data-id"))["html"]
    eventually(reader.brief, html)
    assert (focused(reader), reader.current()) == ("next", second)


def test_more_by_keyboard_goes_to_the_first_row_that_is_new(visit, out, tmp_path):
    reader = visit(out.copy(tmp_path / "more", [article(number) for number in range(400)]))
    more = reader.page.locator("#more")
    for _ in range(10):
        more.scroll_into_view_if_needed()
        reader.page.wait_for_timeout(100)
    before = len(reader.shown())
    more.press("Enter")
    assert focused(reader) == reader.shown()[before]


def test_escape_closes_the_menu_and_gives_its_button_the_focus(visit, few):
    reader = visit(few)
    reader.menu()
    reader.page.locator("#export").focus()
    reader.press("Escape")
    assert not reader.page.locator("#export").is_visible()
    assert reader.page.evaluate("document.activeElement.parentElement.id") == "marks-menu"


def test_slash_goes_to_the_search_and_escape_leaves_it(visit, few):
    reader = visit(few)
    reader.press("/")
    assert reader.page.evaluate("document.activeElement.id") == "query"
    assert reader.page.locator("#query").input_value() == ""
    reader.page.keyboard.type("rain")
    reader.expect(numbers(2))
    reader.press("Escape")
    reader.press("Escape")
    assert reader.page.evaluate("document.activeElement.id") != "query"


def test_letters_that_are_typed_are_no_keys_of_the_list(visit, few):
    reader = visit(few)
    reader.press("j")
    chosen = reader.current()
    reader.page.locator("#query").focus()
    reader.page.keyboard.type("jok?/")
    assert reader.page.locator("#query").input_value() == "jok?/"
    assert not reader.opened()
    assert not reader.page.locator("#keys").is_visible()
    reader.search("")
    assert reader.current() in (chosen, None)


@pytest.mark.parametrize("key", ["Control+j", "Alt+j", "Meta+k", "Control+o"])
def test_keys_of_the_browser_stay_its_own(visit, few, key):
    reader = visit(few)
    reader.press(key)
    assert reader.current() is None
    assert not reader.opened()


def test_single_keys_can_be_switched_off(visit, few):
    reader = visit(few)
    reader.page.locator("#show-keys").click()
    reader.page.locator("#single-keys").uncheck()
    reader.press("Escape")

    def nothing_happens():
        for key in "jo/?":
            reader.press(key)
        return reader.current() is None and not reader.page.locator("#keys").is_visible() and reader.page.evaluate("document.activeElement.id") != "query"

    assert nothing_happens()
    reader.page.reload()
    reader.loaded()
    assert nothing_happens()
    reader.page.locator("#show-keys").click()
    reader.page.locator("#single-keys").check()
    reader.press("Escape")
    reader.press("j")
    assert reader.current() == reader.shown()[0]


def test_the_keys_are_explained(visit, few):
    reader = visit(few)
    assert reader.page.locator("#show-keys").inner_text() == "Help"
    reader.press("?")
    assert reader.page.locator("#keys").is_visible()
    assert {"j", "k", "o", "Enter", "/", "Esc", "?", "c", "1", "2", "3"} <= set(reader.page.locator("#keys kbd").all_inner_texts())
    reader.press("j")
    assert reader.current() is None
    reader.press("Escape")
    assert not reader.page.locator("#keys").is_visible()
    reader.page.locator("#show-keys").click()
    assert reader.page.locator("#keys").is_visible()
    reader.page.locator("#close-keys").click()
    assert not reader.page.locator("#keys").is_visible()


# The address.

def test_an_address_gives_the_same_view_again(visit, few):
    reader = visit(few)
    reader.search("o")
    reader.tick("verdict", "unfit")
    reader.tick("verdict", "care")
    reader.page.locator("#sort").select_option("oldest")
    reader.page.locator("#from").fill("2026-11-01")
    reader.page.locator("#from").press("Tab")
    reader.settled()
    before, address = reader.view(), reader.page.url
    assert "verdict=care" in address and "verdict=unfit" in address and "sort=oldest" in address
    reader.page.reload()
    reader.loaded()
    eventually(reader.view, before)
    assert visit(few, address.split("#")[1]).view() == before


def test_back_and_forward(visit, few):
    reader = visit(few)
    start = reader.view()
    reader.tick("verdict", "unfit")
    one = reader.view()
    reader.tick("language", "fa")
    two = reader.view()
    reader.back()
    eventually(reader.view, one)
    reader.back()
    eventually(reader.view, start)
    reader.page.evaluate("history.forward()")
    reader.page.evaluate("history.forward()")
    eventually(reader.view, two)


def test_back_closes_a_brief_and_an_address_opens_it(visit, out):
    reader = visit(out, "outcome=done&outcome=flagged")
    path = reader.shown()[0]
    reader.open(path)
    address = reader.page.url
    reader.back()
    eventually(reader.opened, False)
    other = visit(out, address.split("#")[1])
    eventually(other.opened, True)
    html = out.entry(reader.row(path).get_attribute("data-id"))["html"]
    eventually(other.brief, html)


@pytest.mark.parametrize("width", [1280, 390])
def test_back_gives_the_focus_to_the_row_that_was_open(visit, out, width):
    reader = visit(out, "outcome=done&outcome=flagged", viewport={"width": width, "height": 844})
    path = reader.shown()[2]
    reader.open(path)
    reader.page.frame_locator("#brief").locator(".sentence").first.focus()
    reader.back()
    eventually(reader.opened, False)
    assert focused(reader) == path


def test_a_brief_that_was_left_does_not_open_again(visit, out):
    reader = visit(out, "outcome=done&outcome=flagged")
    reader.press("j")
    reader.press("o")
    eventually(reader.opened, True)
    reader.page.evaluate("() => { document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true })); history.back() }")
    reader.page.wait_for_timeout(500)
    assert not reader.opened()
    assert "open=" not in reader.page.url


@pytest.mark.parametrize("fragment", [
    "%", "%zz", "=", "&&&", "q=%E0%A4%A", "__proto__=x&constructor=y", "toString=1", "verdict=__proto__", "verdict=<img src=x onerror=alert(1)>",
    "q=<script>alert(1)</script>", "sort=constructor", "sort=nosuch", "from=2026-99-99&to=x", "open=javascript:alert(1)", "open=../../../../etc/passwd",
    "open=https://example.com/", "open=data:text/html,<script>alert(1)</script>", "q=" + "a" * 20_000, "list", "brief", "folder=../..",
    "open=b/5.txt",
])
def test_a_hostile_address_is_inert(visit, few, fragment):
    reader = visit(few, fragment)
    assert not any(frame.url.startswith(("http", "data:", "javascript:")) or "passwd" in frame.url for frame in reader.page.frames)
    if reader.page.locator("#clear-all").is_visible():
        reader.page.locator("#clear-all").click()
    reader.search("")
    reader.search("rain")
    reader.expect(numbers(2))


def test_an_empty_output_says_so(visit, out, tmp_path):
    reader = visit(out.copy(tmp_path / "empty", []))
    assert reader.page.locator("#empty").is_visible()
    assert reader.found() == 0
