"""Records a session of mujaz in a pseudo-terminal as docs/session.svg: session.py MUJAZ FOLDER SVG

MUJAZ is the program. FOLDER is empty but for `samples` and `pairs.tsv`; the session runs in it and leaves its files there.
"""
import fcntl
import os
import pathlib
import pty
import select
import shlex
import struct
import sys
import termios
import time

import pyte

from svg import CLASSES, draw

COMMANDS = [
    "ls samples",
    "mujaz run samples -o briefs",
    "mujaz search briefs vaccinate",
    "cat pairs.tsv",
    "mujaz check --pairs pairs.tsv",
]
SIZE = 100, 40
# Seconds: for a key, the longest wait that is not cut, to read what a command said, the last picture, the shortest one.
KEY, LONGEST, READ, LAST, SHORTEST = 0.06, 0.5, 1.5, 8, 0.05
PROMPT = b"\x1b]133;A\x07"


class Session:
    """A shell in a terminal, and the film of it: pictures with the time of the film at which each begins."""

    def __init__(self, program, folder):
        tools = folder / ".tools"
        tools.mkdir()
        (tools / "mujaz").write_text(f'#!/bin/sh\nexec {shlex.quote(str(program))} "$@"\n')
        (tools / "mujaz").chmod(0o755)
        # Nothing of the machine's own settings is seen. The mark before a prompt, which terminals do not show, says that a command is done.
        mark = PROMPT.replace(b"\x1b", b"\\e").replace(b"\x07", b"\\a").decode()
        environment = {"PATH": f"{tools}:/usr/bin:/bin", "HOME": str(tools), "TERM": "xterm-256color", "LANG": "C.UTF-8",
                       "PS1": f"\\[{mark}\\]$ ", "HISTFILE": "/dev/null"}
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
            os.chdir(folder)
            os.execvpe("bash", ["bash", "--norc", "--noprofile", "-i"], environment)
        self.screen = pyte.Screen(*SIZE)
        self.stream = pyte.ByteStream(self.screen)
        self.film, self.now, self.output = [], 0.0, b""

    def read(self, until, within=300):
        """Films what comes until `until()` holds."""
        end = time.monotonic() + within
        while not until():
            before = time.monotonic()
            if before > end or not select.select([self.terminal], [], [], end - before)[0]:
                raise SystemExit(f"the session stands still; it said last: {self.output[-400:]!r}")
            data = os.read(self.terminal, 65536)
            self.output += data
            self.stream.feed(data)
            self.now += min(time.monotonic() - before, LONGEST)
            self.picture()

    def picture(self):
        cursor = self.screen.cursor
        seen = not cursor.hidden and cursor.x < SIZE[0]
        self.film.append((round(self.now, 3), tuple(map(self.row, range(SIZE[1]))), (cursor.y, cursor.x) if seen else None))

    def row(self, line):
        """The runs of one style in a line of the screen."""
        runs = []
        for column in range(SIZE[0]):
            cell = self.screen.buffer[line][column]
            style = tuple(name for name, holds in zip(CLASSES, (cell.bold, cell.italics, cell.underscore)) if holds)
            colour = cell.fg.removeprefix("bright")
            style += (colour,) if colour in CLASSES else ()
            if runs and runs[-1][2] == style:
                runs[-1][1] += cell.data
            else:
                runs.append([column, cell.data, style])
        return tuple((column, text.rstrip(), style) for column, text, style in runs if text.strip())

    def run(self, command):
        """Types a command, waits for the prompt after it, and leaves the time to read."""
        for key in command:
            length = len(self.output)
            self.now += KEY
            os.write(self.terminal, key.encode())
            self.read(lambda: len(self.output) > length)
        self.now += 0.4
        prompts = self.output.count(PROMPT)
        os.write(self.terminal, b"\r")
        self.read(lambda: self.output.count(PROMPT) > prompts and self.output.endswith(b"$ "))
        self.now += READ


def thinned(film):
    """The film from zero on, without pictures that the next one follows at once."""
    following = [at for at, *_ in film[1:]] + [float("inf")]
    return [(at - film[0][0], *picture) for (at, *picture), until in zip(film, following) if until - at >= SHORTEST]


def main(program, folder, target):
    session = Session(pathlib.Path(program).resolve(), pathlib.Path(folder).resolve())
    session.read(lambda: session.output.endswith(b"$ "))
    session.now += 0.6
    for command in COMMANDS:
        session.run(command)
    os.close(session.terminal)
    os.waitpid(session.process, 0)
    film = thinned(session.film)
    pathlib.Path(target).write_text(draw(
        film, film[-1][0] + LAST, SIZE[0], "mujaz in a terminal",
        "Recorded by scripts/pictures in a pseudo-terminal. Waits of more than half a second are cut. The commands: " + "; ".join(COMMANDS),
    ), "utf-8")


main(*sys.argv[1:])
