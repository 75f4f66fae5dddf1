"""Coding in a process apart, so that no page can stop the others: one that takes too long, or all memory, is left out."""

import os
import pickle
import select
import subprocess
import sys
import time

from . import _native
from ._child import LENGTH, write

#: Seconds that the books may take to be read on a busy machine.
BEGINNING = 300


class Apart:
    """A process that codes pages, started when it is needed, and started again when a page ended it."""

    def __init__(self, words, patience, memory):
        self._words, self._patience, self._memory = words, patience, memory
        self._process = None

    def code(self, page):
        """The row of a page as `Coded.reports` has it. `page` is one of what `dateline.code` takes, not a table."""
        if self._process is None:
            self._start()
        try:
            write(self._process.stdin, page)
            return self._answer(self._patience)
        except TimeoutError:
            what = f"It took more than {self._patience:g} seconds to code and was left out: look at it by itself."
        except (EOFError, BrokenPipeError):
            what = "Coding it took more memory than there was, or ended the program, and it was left out: look at it by itself."
        self.end()
        return {"name": called(page), "error": what}

    def end(self):
        """Ends the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _start(self):
        # Spark adds folders to the path of its workers; the process is to find the same modules.
        env = dict(os.environ, PYTHONPATH=os.pathsep.join(filter(None, sys.path)))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "dateline._child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env
        )
        try:
            write(self._process.stdin, (self._words, self._memory))
            self._answer(BEGINNING)
        except (EOFError, BrokenPipeError, TimeoutError) as error:
            self.end()
            raise _native.Error("The process that codes did not start; what it said is in this worker's log.") from error

    def _answer(self, patience):
        """What the process says within so many seconds."""
        until = time.monotonic() + patience
        length = LENGTH.unpack(self._bytes(LENGTH.size, until))[0]
        return pickle.loads(self._bytes(length, until))

    def _bytes(self, count, until):
        source, parts = self._process.stdout, []
        while count:
            left = until - time.monotonic()
            if left <= 0 or not select.select([source], [], [], left)[0]:
                raise TimeoutError
            part = os.read(source.fileno(), min(count, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            count -= len(part)
        return b"".join(parts)


def called(page):
    """What a page is called where something is said of it."""
    if isinstance(page, dict):
        return str(page.get("name") or page.get("id") or page.get("url") or "a page without a name")
    return "a page without a name"
