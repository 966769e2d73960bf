import os
import pathlib
import socket
import subprocess
import time

import pytest

from driver import Driver
from outputs import Output


def pytest_addoption(parser):
    parser.addoption("--out", required=True, help="the folder that `mujaz run` wrote")


@pytest.fixture(scope="session")
def out(request):
    """The output under test. Tests only read it."""
    return Output(pathlib.Path(request.config.getoption("out")))


@pytest.fixture(scope="session")
def screen():
    """The name of a screen that nobody sees; WebKitGTK does not start without one."""
    read, write = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"], pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as number:
        yield f":{number.readline().strip()}"
    server.terminate()
    server.wait()


class Service:
    """The program that speaks WebDriver for MiniBrowser, and what the pages write to their console."""

    def __init__(self, screen, folder):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.log = folder / "console"
        own = {name: str(folder) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")}
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(["WebKitWebDriver", f"--port={port}"], stdout=log, stderr=subprocess.STDOUT, env={**os.environ, **own, "DISPLAY": screen})
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except ConnectionRefusedError:
                time.sleep(0.05)
        raise RuntimeError("WebKitWebDriver does not answer")

    def console(self):
        """What was written so far."""
        return [line for line in self.log.read_text("utf-8", "replace").splitlines() if line.startswith("CONSOLE")]

    def stop(self):
        self.process.terminate()
        self.process.wait()


@pytest.fixture(scope="session")
def service(screen, tmp_path_factory):
    service = Service(screen, tmp_path_factory.mktemp("webkit"))
    yield service
    service.stop()


@pytest.fixture
def allowed():
    """Words of messages on the console that belong to the test."""
    return []


@pytest.fixture
def visit(service, allowed):
    """Opens an output for a new reader. At the end of the test no page may have complained on the console."""
    before = len(service.console())
    drivers = []

    def open(output, fragment="", width=1200, height=900, dark=False):
        arguments = ["--automation", "--enable-write-console-messages-to-stdout=true", *(["--dark-mode"] if dark else [])]
        page = Driver(service.address, {"binary": os.environ["MINIBROWSER"], "args": arguments})
        drivers.append(page)
        page.resize(width, height)
        page.goto(output.url + (f"#{fragment}" if fragment else ""))
        return page

    yield open
    for page in drivers:
        page.close()
    assert [line for line in service.console()[before:] if not any(words in line for words in allowed)] == []
