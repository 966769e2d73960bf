"""Takes pictures of the list and of an open brief to look at: wide and narrow, light and dark."""
import pathlib
import sys

from playwright.sync_api import sync_playwright

from outputs import Output
from reader import Reader, launch


def main(folder, target):
    out, target = Output(folder), pathlib.Path(target)
    readable = {entry["path"] for entry in out.entries if "html" in entry}
    target.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for width, height, scale in ((1200, 800, 1), (390, 844, 2)):
            for scheme in ("light", "dark"):
                context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=scale, color_scheme=scheme, reduced_motion="reduce")
                reader = Reader(context, out)
                reader.goto()
                for name in ("list", "brief"):
                    if name == "brief":
                        reader.open(next(path for path in reader.shown() if path in readable))
                    reader.page.wait_for_timeout(700)
                    file = target / f"{name}-{width}-{scheme}.png"
                    reader.page.screenshot(path=file)
                    print(file)
                context.close()
        browser.close()


main(*sys.argv[1:])
