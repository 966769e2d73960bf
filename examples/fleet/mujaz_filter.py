"""Runs `mujaz filter` from Python. Copy this file into a job; it needs nothing but the standard library.

`mujaz filter` answers each line with one line, in the same order, and keeps nothing. So a piece of work that was lost
can be done again anywhere, by anyone, with the same bytes as result; all that a job must do is to notice the loss. That
is what this module does: answers count only if there are as many as lines, and the process ended well.
"""

import collections
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence

# The columns of an answer, as Spark writes a schema. With --flat each line has these keys, in this order, and no times or
# line numbers: equal lines get equal answers, in any process.
SCHEMA = (
    "input_id string, outcome string, reason string, language string, headline string, summary string, translation string, "
    "verdict string, doubts array<string>, translator string, unfinished boolean, fingerprint string"
)
COLUMNS = [column.split()[0] for column in SCHEMA.split(", ")]

# All lines are answered. With 4 some say `"unfinished": true`: these are worth another pass, the others are not.
ANSWERED = (0, 4)
# Would fail in the same way everywhere, or at least on this machine.
WRONG_USE, WRONG_MACHINE = 2, 3
REASONS = {
    1: "an unexpected error",
    WRONG_USE: "wrong use",
    WRONG_MACHINE: "a model, device or library is missing or damaged on this machine",
    6: "an input or output error",
    130: "it was stopped",
}


class FilterFailed(Exception):
    """Lines are not answered. `code` is the exit code, negative for a signal, None if the process still ran."""

    def __init__(self, code: int | None, said: str = "") -> None:
        super().__init__(code, said)
        self.code, self.said = code, said

    @property
    def worth_retrying_here(self) -> bool:
        """Whether another process on this machine may answer the same lines."""
        return self.code not in (WRONG_USE, WRONG_MACHINE)

    def __str__(self) -> str:
        if self.code is None:
            reason = "it answered with another number of lines"
        elif self.code < 0:
            reason = f"it was ended by signal {-self.code}"
        else:
            reason = REASONS.get(self.code, f"exit code {self.code}")
        return f"mujaz filter: {reason}" + (f"; its last words:\n{self.said}" if self.said else "")


def command(program: str, options: Sequence[str] = (), replicas: int = 1) -> list[str]:
    """The command of one process. Several on a machine must share its cores: one replica is one thread, and by default
    each process would take as many as the machine has cores."""
    return [program, "filter", "--flat", "--replicas", str(replicas), *options]


def check_use(command: Sequence[str]) -> None:
    """Raises if the command is wrong, so that a job finds out before its tasks are retried everywhere."""
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if ended.returncode:
        raise FilterFailed(ended.returncode, ended.stderr.decode(errors="replace"))


def lines_of(articles) -> list[bytes]:
    """The lines that ask for the rows of a pandas table."""
    text = articles.to_json(orient="records", lines=True, force_ascii=False, date_format="iso")
    # Not splitlines(), which also splits at U+2028 within a text.
    return [line.encode() for line in text.split("\n") if line]


class Filter:
    """A process. Lines are bytes without a line feed. Leaving its `with` block ends it, whatever it is doing. After a
    FilterFailed it is of no use any more."""

    def __init__(self, command: Sequence[str]) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe)
        self._said = collections.deque[bytes](maxlen=20)
        # Nobody may leave a pipe full: what it says is read here, what it is asked is written in another thread.
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def __enter__(self) -> "Filter":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()

    @property
    def pid(self) -> int:
        return self._process.pid

    def stream(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Answers lines while they come, and ends the process. The last answer comes only if all is well, so a task that
        used up the iterator may commit."""
        feeder = _Feeder(self._process.stdin, lines, close=True)
        answered = 0
        for answer in self._process.stdout:
            answered += 1
            yield answer.rstrip(b"\n")
        code = self._process.wait()
        feeder.raise_trouble()
        if code not in ANSWERED:
            raise self._failed(code)
        if answered != feeder.sent:
            raise self._failed(None)

    def ask(self, lines: Sequence[bytes]) -> list[bytes]:
        """The answers to a batch. The process stays for the next one."""
        feeder = _Feeder(self._process.stdin, lines, close=False)
        answers = []
        for _ in lines:
            answer = self._process.stdout.readline()
            if not answer.endswith(b"\n"):
                self._process.stdout.close()
                raise self._failed(self._process.wait())
            answers.append(answer.rstrip(b"\n"))
        feeder.raise_trouble()
        return answers

    def _listen(self) -> None:
        for line in self._process.stderr:
            self._said.append(line)
            sys.stderr.write(line.decode(errors="replace"))

    def _failed(self, code: int | None) -> FilterFailed:
        self._listener.join(timeout=5)
        return FilterFailed(code, b"".join(self._said).decode(errors="replace").strip())


class _Feeder:
    """A thread that writes lines into a process."""

    def __init__(self, pipe, lines: Iterable[bytes], *, close: bool) -> None:
        self._pipe, self._lines, self._close = pipe, lines, close
        self._trouble: BaseException | None = None
        self.sent = 0
        self._thread = threading.Thread(target=self._feed, daemon=True)
        self._thread.start()

    def raise_trouble(self) -> None:
        """Waits for the thread, and raises what the lines raised: a process whose input ended early ends well too."""
        self._thread.join()
        if self._trouble:
            raise self._trouble

    def _feed(self) -> None:
        try:
            for line in self._lines:
                self._pipe.write(line + b"\n")
                self._pipe.flush()
                self.sent += 1
        except BrokenPipeError:
            pass  # The process has ended, and its exit code says why.
        except BaseException as trouble:
            self._trouble = trouble
        finally:
            if self._close:
                try:
                    self._pipe.close()
                except BrokenPipeError:
                    pass


def stream(command: Sequence[str], lines: Iterable[bytes]) -> Iterator[bytes]:
    """Answers lines with a process of their own."""
    with Filter(command) as process:
        yield from process.stream(lines)
