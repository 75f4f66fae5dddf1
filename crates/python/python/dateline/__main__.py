"""The command line, run by Python: `dateline …`, or `python -m dateline …`."""

import signal
import sys

from . import _native


def main():
    """Runs the program on the arguments of this process, and exits with what it gives."""
    # Python would only note an interrupt, and look at the note when the program has ended.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(_native.main(["dateline", *sys.argv[1:]]))


if __name__ == "__main__":
    main()
