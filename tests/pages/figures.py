"""Prints how long a reader waits. Figures are for people: they depend on the machine and fail no test."""
import pathlib
import statistics
import sys
import tempfile

from playwright.sync_api import sync_playwright

from outputs import Output, many
from reader import launch

# Runs from the start of the page in the browser itself, so that no time of the tool is counted.
WATCH = """
window.times = {};
const watch = () => {
    const row = document.querySelector("#list > li.row");
    if (row && !times.rows) requestAnimationFrame(() => { times.rows ??= performance.now() });
    if (document.querySelector('#loading[data-state="done"]') && document.querySelector('#count[data-state="done"]')) times.all ??= performance.now();
    if (!times.all || !times.rows) setTimeout(watch, 5);
};
document.addEventListener("DOMContentLoaded", watch);
"""
ACT = """(act) => new Promise((done) => {
    const count = document.querySelector("#count"), texts = document.querySelector("#texts-state"), before = count.dataset.found + location.hash, start = performance.now();
    const watch = () => {
        if (count.dataset.state === "done" && count.dataset.found + location.hash !== before && (!act.texts || texts.dataset.state === "done"))
            requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
        else if (performance.now() - start > 110_000) done(NaN);
        else setTimeout(watch, 2);
    };
    if (act.query !== undefined) {
        const query = document.querySelector("#query");
        query.value = act.query;
        query.dispatchEvent(new Event("input", { bubbles: true }));
    } else document.querySelector(act.click).click();
    watch();
})"""
CHECKBOX = '.facet[data-facet="verdict"] li[data-value="{}"] input'


def main(folder):
    out = Output(folder)
    title = next(entry["title"] for entry in out.entries if entry.get("language") == "ar" and len(entry.get("title", "").split()) > 3)
    arabic = title.split()[1]
    rows = out.texts()
    verdict = next(entry["verdict"] for entry in out.entries if entry.get("verdict"))
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as work:
        browser = launch(playwright)
        print(f"Chromium {browser.version}; medians of 3, milliseconds\n")
        print(f"{'articles':>9} {'first rows':>11} {'all loaded':>11} {'word':>7} {'Arabic':>7} {'phrase':>7} {'filter':>7} {'texts':>7} {'again':>7} {'elements':>9} {'heap MB':>8} {'files MB':>9}")
        for count in (len(out.entries), 10_000, 100_000):
            made = many(out, count)
            texts = [[entry["path"], *rows[number % len(rows)][1:]] for number, entry in enumerate(made)]
            site = out if count == len(out.entries) else out.copy(pathlib.Path(work) / str(count), made, texts=texts)
            runs = []
            for _ in range(3):
                context = browser.new_context(viewport={"width": 1280, "height": 900})
                page = context.new_page()
                page.set_default_timeout(120_000)
                page.add_init_script(WATCH)
                page.goto(f"{site.url}#texts=0")
                page.wait_for_function("window.times.all && window.times.rows")
                run = page.evaluate("[times.rows, times.all]")
                for query in ("government", arabic, '"the government"'):
                    run.append(page.evaluate(ACT, {"query": query}))
                    page.evaluate(ACT, {"query": ""})
                run.append(page.evaluate(ACT, {"click": CHECKBOX.format(verdict)}))
                page.evaluate(ACT, {"click": CHECKBOX.format(verdict)})
                # All texts are loaded, and then gone through again.
                page.evaluate(ACT, {"query": "nowhere"})
                run.append(page.evaluate(ACT, {"click": "#texts", "texts": True}))
                run.append(page.evaluate(ACT, {"query": arabic, "texts": True}))
                run.append(page.evaluate("document.querySelectorAll('*').length"))
                session = context.new_cdp_session(page)
                session.send("HeapProfiler.collectGarbage")
                run.append(session.send("Runtime.getHeapUsage")["usedSize"] / 1e6)
                runs.append(run)
                context.close()
            medians = [statistics.median(values) for values in zip(*runs)]
            size = sum((site.folder / part).stat().st_size for part in site.head["parts"] + site.head["texts"]) / 1e6
            print(f"{count:>9} {medians[0]:>11.0f} {medians[1]:>11.0f} {medians[2]:>7.0f} {medians[3]:>7.0f} {medians[4]:>7.0f} {medians[5]:>7.0f}"
                  f" {medians[6]:>7.0f} {medians[7]:>7.0f} {medians[8]:>9.0f} {medians[9]:>8.1f} {size:>9.1f}", flush=True)
        browser.close()


main(sys.argv[1])
