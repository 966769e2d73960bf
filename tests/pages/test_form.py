"""How the page fits: small screens, paper, other senses than sight, and many articles."""
import pytest
from axe_playwright_python.sync_playwright import Axe

from hostile import hostile
from outputs import article, many
from reader import eventually

WITH_BRIEF = "outcome=done&outcome=flagged"
NARROW = {"width": 390, "height": 844}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"], "iframes": False}
# What a reader can have before the eyes, and how to come there.
SCENES = {
    "list": lambda reader: None,
    "filtered": lambda reader: (reader.search("the"), reader.tick("verdict", next(iter(reader.facet("verdict"))))),
    "nothing": lambda reader: reader.search("nowhereatall"),
    "brief": lambda reader: reader.open(reader.shown()[0]),
    "keys": lambda reader: reader.press("?"),
    "marks": lambda reader: reader.menu(),
}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scene", SCENES)
def test_no_barrier_that_axe_knows(visit, out, scene, width):
    """Among them: a name for every control, contrast of texts, labels, landmarks, roles and the order of headings."""
    reader = visit(out, WITH_BRIEF, viewport={"width": width, "height": 844}, reduced_motion="reduce")
    SCENES[scene](reader)
    # What is out of sight has no boxes in Firefox before it is drawn.
    reader.page.locator(".facet, .row").evaluate_all("parts => parts.forEach(part => { part.style.contentVisibility = 'visible' })")
    barriers = []
    for scheme in ("light", "dark"):
        reader.page.emulate_media(color_scheme=scheme)
        reader.page.wait_for_timeout(300)
        for rule in Axe().run(reader.page, options=RULES).response["violations"]:
            barriers += [(scheme, rule["id"], node["target"], node["failureSummary"]) for node in rule["nodes"][:3]]
    assert barriers == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("kind", ["list", "fit", "care", "unfit"])
def test_no_barrier_in_a_page_by_itself(browser, out, kind, width):
    """The plain list, and a brief of each verdict with its first sentence chosen."""
    entry = next((entry for entry in out.entries if entry.get("html") and entry.get("verdict") == kind), None)
    if kind != "list" and not entry:
        pytest.skip("this output has no brief with that verdict")
    context = browser.new_context(viewport={"width": width, "height": 844}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(out.url.replace("index.html", "list.html" if kind == "list" else entry["html"]))
    if kind != "list":
        page.locator(".sentence").first.press("Enter")
    barriers = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for rule in Axe().run(page, options=RULES).response["violations"]:
            barriers += [(scheme, rule["id"], node["target"], node["failureSummary"]) for node in rule["nodes"][:3]]
    assert barriers == []
    assert page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth") == 0
    context.close()


@pytest.mark.parametrize("width", [320, 390, 768])
def test_the_buttons_of_a_sentence_cover_no_other_paragraph(browser, out, width):
    entry = next(entry for entry in out.entries if entry.get("html"))
    context = browser.new_context(viewport={"width": width, "height": 844}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(out.url.replace("index.html", entry["html"]))
    checked = 0
    for pair in page.locator(".pair").all()[:5]:
        pair.locator(".sentence").first.press("Enter")
        # The end of the paragraph is in sight, so that the buttons need not lie over it.
        pair.evaluate("pair => pair.scrollIntoView({ block: 'center' })")
        buttons = page.locator(".tools > div").bounding_box()
        box = pair.bounding_box()
        if box["y"] + box["height"] + buttons["height"] > 844:
            continue
        checked += 1
        assert buttons["y"] >= box["y"] + box["height"] - 1
        following = page.locator(".tools + .pair")
        if following.count():
            assert buttons["y"] + buttons["height"] <= following.bounding_box()["y"] + 1
    assert checked > 0
    context.close()


@pytest.mark.chromium
def test_every_control_has_a_name(visit, out):
    reader = visit(out, WITH_BRIEF)
    reader.open(reader.shown()[0])
    tree = reader.context.new_cdp_session(reader.page).send("Accessibility.getFullAXTree")["nodes"]
    roles = {"button", "link", "checkbox", "combobox", "textbox", "searchbox", "Date", "DisclosureTriangle", "listbox", "Iframe", "dialog", "spinbutton"}
    nameless = [(node["role"]["value"], node.get("backendDOMNodeId")) for node in tree
                if not node["ignored"] and node["role"]["value"] in roles and not node.get("name", {}).get("value", "").strip()]
    assert nameless == []
    assert any(node["role"]["value"] == "searchbox" for node in tree)


def test_the_focus_is_seen_and_goes_in_the_order_of_the_page(visit, out):
    reader = visit(out, WITH_BRIEF, reduced_motion="reduce")
    assert reader.page.locator("[tabindex]").evaluate_all("elements => elements.filter(element => element.tabIndex > 0).length") == 0
    reader.page.evaluate("""() => {
        const look = (element) => {
            const style = getComputedStyle(element);
            return [style.outlineStyle === "none" ? "" : style.outlineWidth + style.outlineColor, style.boxShadow, style.borderColor, style.backgroundColor].join();
        };
        window.around = (element) => [element, element.parentElement, element.closest("label, li")].filter(Boolean).map(look).join("|");
        window.before = new Map([...document.querySelectorAll("a, button, input, select, summary, [tabindex]")].map((element) => [element, around(element)]));
    }""")
    stops = []
    for _ in range(80):
        reader.page.keyboard.press("Tab")
        stop = reader.page.evaluate("""() => {
            const element = document.activeElement;
            if (element === document.body) return null;
            const behind = !window.last || element === window.last || Boolean(last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
            window.last = element;
            const box = element.getBoundingClientRect();
            // The browser itself shows which part of a date has the focus.
            const seen = element.type === "date" || before.get(element) !== around(element);
            return { what: element.outerHTML.slice(0, 120), seen, behind, inside: box.bottom > 0 && box.top < innerHeight };
        }""")
        if stop is None:
            break
        stops.append(stop)
    assert len({stop["what"] for stop in stops}) > 10
    assert [stop["what"] for stop in stops if not stop["seen"]] == []
    assert [stop["what"] for stop in stops if not stop["behind"]] == []
    assert [stop["what"] for stop in stops if not stop["inside"]] == []


def test_the_language_of_texts_is_named(visit, out):
    reader = visit(out, WITH_BRIEF)
    titles = reader.page.locator("#list .title").evaluate_all(
        "titles => titles.map(title => [title.closest('[data-id]').dataset.id, title.lang, getComputedStyle(title).direction])")
    assert titles
    for identifier, language, direction in titles:
        expected = out.entry(identifier).get("language", "")
        assert language == expected
        if expected in ("ar", "fa", "ur", "he"):
            assert direction == "rtl"


def test_the_count_and_problems_are_spoken(visit, out):
    reader = visit(out)
    assert reader.page.locator("#count").get_attribute("role") == "status"
    assert reader.page.locator("#problems").get_attribute("role") == "alert"
    assert reader.page.locator("#message").get_attribute("role") == "status"


def test_what_is_said_is_in_sight_wherever_the_reader_is(visit, out, tmp_path):
    reader = visit(out.copy(tmp_path / "far", [article(number) for number in range(100)]))
    reader.page.locator("#list > li.row").nth(40).locator("a.open").click()
    message = reader.page.locator("#message").bounding_box()
    assert message["height"] > 0 and 0 <= message["y"] < 900.5 - message["height"]


@pytest.mark.chromium
def test_no_movement_for_those_who_want_none(visit, out):
    reader = visit(out, reduced_motion="reduce")
    moving = reader.page.evaluate("""() => [...document.querySelectorAll("*")].filter(element => {
        const style = getComputedStyle(element);
        const length = (times) => Math.max(...times.split(",").map(parseFloat));
        return length(style.transitionDuration) > 0.01 || (style.animationName !== "none" && length(style.animationDuration) > 0.01);
    }).map(element => element.outerHTML.slice(0, 100))""")
    assert moving == []


def sideways(reader):
    """By how many pixels the page can be moved sideways."""
    return reader.page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")


@pytest.mark.parametrize("width", [320, 390, 800, 1280])
def test_nothing_is_cut_off_or_moves_sideways(visit, out, width):
    reader = visit(out, viewport={"width": width, "height": 844})
    assert sideways(reader) == 0
    if reader.page.locator("#show-filters").is_visible():
        reader.page.locator("#show-filters").click()
    assert reader.page.locator("#filters").is_visible()
    assert sideways(reader) == 0
    reader.menu()
    assert sideways(reader) == 0
    for control in ("#query", "#sort", "#export", "#import"):
        box = reader.page.locator(control).bounding_box()
        assert 0 <= box["x"] and box["x"] + box["width"] <= width + 0.5, control


def test_a_verdict_has_one_colour_in_the_list_and_in_its_brief(visit, out):
    reader = visit(out, WITH_BRIEF)
    colour = "verdict => getComputedStyle(verdict).backgroundColor"
    seen = set()
    for entry in out.entries:
        if entry.get("html") and entry.get("verdict") and entry["verdict"] not in seen:
            seen.add(entry["verdict"])
            in_the_list = reader.row(entry["path"]).locator(".verdict").evaluate(colour)
            reader.open(entry["path"])
            eventually(lambda: reader.brief(), entry["html"])
            assert reader.frame().locator("p.verdict").evaluate(colour) == in_the_list, entry["verdict"]
    assert seen


@pytest.mark.parametrize("width", [390, 1280])
def test_endless_words_break(visit, out, tmp_path, width):
    reader = visit(out.copy(tmp_path / "long", hostile()), viewport={"width": width, "height": 844})
    reader.paths()
    assert sideways(reader) == 0


def test_letters_of_double_size_fit(visit, out):
    """At 640 pixels a page is as wide as one of 1280 pixels that is enlarged to the double."""
    reader = visit(out, viewport={"width": 640, "height": 450}, device_scale_factor=2)
    assert sideways(reader) == 0
    assert reader.page.locator("#query").is_visible()
    reader.page.locator("#list > li.row").first.scroll_into_view_if_needed()
    assert reader.page.locator("#list > li.row h3").first.is_visible()


def test_a_brief_opens_beside_the_list(visit, out):
    reader = visit(out, WITH_BRIEF)
    path = reader.shown()[2]
    reader.open(path)
    list_, pane = reader.page.locator("#list").bounding_box(), reader.page.locator("#pane").bounding_box()
    assert list_["x"] + list_["width"] <= pane["x"] + 1 or pane["x"] + pane["width"] <= list_["x"] + 1
    assert pane["width"] >= 500
    assert reader.current() == path
    assert reader.row(path).is_visible()
    eventually(lambda: reader.frame().locator("h1").count(), 1)
    assert reader.frame().locator("h1").inner_text().strip()
    following = reader.shown()[3]
    reader.page.locator("#next").click()
    eventually(reader.current, following)
    reader.page.locator("#previous").click()
    eventually(reader.current, path)
    html = out.entry(reader.row(path).get_attribute("data-id"))["html"]
    assert reader.page.locator("#open-alone").evaluate("link => link.href").endswith(html)
    assert reader.page.locator("#open-alone").inner_text() == "Open in its own tab"


def test_on_a_small_screen_a_brief_covers_the_list_and_back_returns(visit, out):
    reader = visit(out, WITH_BRIEF, viewport=NARROW)
    path = reader.shown()[4]
    reader.row(path).scroll_into_view_if_needed()
    before = reader.page.evaluate("scrollY")
    reader.open(path)
    pane = reader.page.locator("#pane").bounding_box()
    assert pane["width"] >= NARROW["width"] - 1
    assert reader.page.evaluate("document.elementFromPoint(195, 420).closest('#pane') !== null")
    assert sideways(reader) == 0
    assert reader.frame().evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth") == 0
    reader.page.locator("#back").click()
    eventually(reader.opened, False)
    assert reader.row(path).locator("a.open").first.is_visible()
    # The row that was chosen is unfolded, which may move it by some lines.
    eventually(lambda: abs(reader.page.evaluate("scrollY") - before) < 200, True)
    reader.open(path)
    reader.back()
    eventually(reader.opened, False)


def test_on_a_small_screen_the_head_takes_little_room(visit, out):
    """The title stands beside the menus, and the order beside the filters."""
    reader = visit(out, viewport=NARROW)
    boxes = {name: reader.page.locator(name).bounding_box() for name in ("#title", "#show-keys", "#sort", "#show-filters")}
    bottom = lambda name: boxes[name]["y"] + boxes[name]["height"]
    assert boxes["#show-keys"]["y"] < bottom("#title")
    assert boxes["#show-filters"]["y"] < bottom("#sort")
    assert reader.page.get_by_label("Sort").count() == 1


@pytest.mark.chromium
def test_a_finger_in_a_field_does_not_enlarge_the_page(visit, out):
    """Telephones do so where letters are smaller than 16 pixels."""
    reader = visit(out, WITH_BRIEF, viewport=NARROW, has_touch=True, is_mobile=True)
    assert reader.page.evaluate("matchMedia('(pointer: coarse)').matches")
    small = """() => [...document.querySelectorAll("input:not([type=checkbox]):not([type=file]), select, textarea")]
        .filter(field => parseFloat(getComputedStyle(field).fontSize) < 16).map(field => field.outerHTML.slice(0, 80))"""
    assert reader.page.evaluate(small) == []
    reader.open(reader.shown()[0])
    frame = reader.page.frame_locator("#brief")
    frame.locator(".whole").get_by_role("button", name="Note").click()
    frame.locator("textarea").wait_for()
    assert reader.frame().evaluate(small) == []


def test_a_scrollbar_over_the_filters_covers_no_count(visit, out):
    """WebKit and macOS draw one of about 8 pixels over what is there."""
    reader = visit(out)
    room = reader.page.evaluate("document.querySelector('#filters').getBoundingClientRect().right - document.querySelector('#filters .number').getBoundingClientRect().right")
    assert room >= 8


def test_on_a_small_screen_fingers_hit_the_controls(visit, out):
    reader = visit(out, viewport=NARROW, has_touch=True)
    reader.page.locator("#show-filters").tap()
    small = reader.page.evaluate("""() => [...document.querySelectorAll("button, summary, select, input:not([type=checkbox]):not([type=file])")]
        .filter(control => control.checkVisibility() && !control.closest("#pane, #timeline, dialog"))
        .map(control => [control.id || control.className || control.textContent, control.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.height < 24 || box.width < 24)).map(([name]) => name)""")
    assert small == []


@pytest.mark.chromium
def test_on_paper_there_are_articles_and_no_controls(visit, out):
    reader = visit(out, WITH_BRIEF)
    reader.page.emulate_media(media="print")
    visible = reader.page.evaluate("""() => [...document.querySelectorAll("button, input, select, summary, iframe, #filters, #pane")]
        .filter(control => !control.closest("#chips"))  // They say what was asked for.
        .filter(control => control.checkVisibility()).map(control => control.id || control.className || control.outerHTML.slice(0, 80))""")
    assert visible == []
    assert reader.page.locator("#title").is_visible()
    assert reader.page.locator("#list > li.row h3").first.is_visible()
    assert sideways(reader) == 0


# Many articles.

@pytest.fixture(scope="module")
def crowd(out, tmp_path_factory):
    return out.copy(tmp_path_factory.mktemp("crowd") / "site", many(out, 10_000))


def test_ten_thousand_articles_are_counted_and_found(visit, crowd):
    reader = visit(crowd)
    assert reader.found() == 10_000
    care = sum(entry.get("verdict") == "care" for entry in crowd.entries)
    assert care > 0
    reader.tick("verdict", "care")
    eventually(reader.found, care)
    reader.page.locator("#clear-all").click()
    eventually(reader.found, 10_000)
    reader.search('"many/007777.txt"')
    reader.expect(["many/007777.txt"])


def test_the_page_does_not_grow_with_the_number_of_articles(visit, crowd, out, tmp_path):
    def nodes(site):
        reader = visit(site)
        before = len(reader.shown())
        for _ in range(3):
            reader.page.locator("#more").click()
            reader.page.wait_for_timeout(200)
        assert len(reader.shown()) > before
        reader.page.locator("#sort").select_option("oldest")
        reader.settled()
        return reader.page.evaluate("document.querySelectorAll('*').length")

    assert nodes(crowd) < 1.3 * nodes(out.copy(tmp_path / "few", crowd.entries[:1000]))


def test_a_search_while_parts_are_loading_is_completed(visit, crowd):
    reader = visit(crowd, wait=False)
    reader.page.locator("#query").fill('"many/009999.txt"')
    reader.loaded()
    reader.expect(["many/009999.txt"])
