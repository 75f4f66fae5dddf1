"""Codes pages that come on standard input, one after the other, in a process that may be ended at any time.

A page may be made so that it takes hours or all memory; no thread can be taken out of that, but a process can. `apart`
starts this and ends it. Both ends speak in pickles with their length before them.
"""

import os
import pickle
import struct
import sys

LENGTH = struct.Struct(">Q")


def write(to, told):
    """Writes an object."""
    told = pickle.dumps(told, protocol=5)
    to.write(LENGTH.pack(len(told)))
    to.write(told)
    to.flush()


def read(source):
    """Reads an object; None at the end."""
    head = source.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    return pickle.loads(source.read(LENGTH.unpack(head)[0]))


def bound(memory):
    """Lets this process have no more than so many bytes."""
    try:
        import resource
    except ImportError:  # Windows has no such bound.
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def main():
    # Nothing but answers may go out where answers are expected.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    words, memory = read(sys.stdin.buffer)
    bound(memory)
    from . import _native

    coder = _native.Coder(words)
    write(answers, "ready")
    while (page := read(sys.stdin.buffer)) is not None:
        write(answers, coder.one(page).to_pylist()[0])


if __name__ == "__main__":
    main()
