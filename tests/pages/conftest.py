import pathlib

import pytest
from playwright.sync_api import sync_playwright

from outputs import Output
from reader import FIREFOX, Reader, launch


def pytest_addoption(parser):
    parser.addoption("--out", required=True, help="the folder that `mujaz run` wrote")


def pytest_report_header(config):
    return f"output: {config.getoption('out')}"


def pytest_collection_modifyitems(items):
    for item in items:
        if FIREFOX and item.get_closest_marker("chromium"):
            item.add_marker(pytest.mark.skip(reason="Playwright cannot do this in Firefox"))


@pytest.fixture(scope="session")
def out(request):
    """The output under test. Tests only read it."""
    return Output(pathlib.Path(request.config.getoption("out")))


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser):
    """Opens an output for a new reader. At the end of the test nothing may have gone wrong on any page that it opened."""
    readers = []

    def open(output, fragment="", script=True, wait=True, **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "java_script_enabled": script, **options})
        reader = Reader(context, output)
        readers.append(reader)
        reader.goto(fragment, wait=wait and script)
        return reader

    yield open
    troubles = [trouble for reader in readers for trouble in reader.troubles()]
    for reader in readers:
        reader.context.close()
    assert troubles == []
