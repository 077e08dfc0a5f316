"""Entry point of the `reviewpress` command and of `python -m reviewpress`."""

import signal
from types import FrameType

from reviewpress.cli import app


def main() -> None:
    """Run the command line; a request to end, as of a cancelled CI job, counts as Ctrl-C."""
    signal.signal(signal.SIGTERM, _stop)
    app()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
