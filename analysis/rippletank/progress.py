"""A line that shows how far a sweep is, in a terminal and in a notebook."""

import json
import sys

_WIDTH = 30


def duration(seconds):
    if seconds < 100:
        return "%.0f s" % seconds
    return "%.0f min" % (seconds / 60) if seconds < 6000 else "%.1f h" % (seconds / 3600)


def bar(event):
    """The line of one event of `rippletank sweep --progress json`."""
    done, of = event["done"], max(event["of"], 1)
    filled = _WIDTH * done // of
    text = "%s%s %d of %d runs" % ("█" * filled, "░" * (_WIDTH - filled), done, event["of"])
    if event.get("failed"):
        text += ", %d failed" % event["failed"]
    if done < of and event.get("left_s") is not None:
        text += ", %s left" % duration(event["left_s"])
    elif event.get("elapsed_s") is not None:
        text += " in %s" % duration(event["elapsed_s"])
    return text


class ProgressLine:
    """Draws the events among the lines of a program's stderr, and keeps the others.

    Where the line cannot be drawn again and again, as in a log, it is written once, at the end.
    """

    def __init__(self, quiet=False):
        # A notebook shows what is written to stderr as an error.
        in_notebook = type(sys.stderr).__module__.startswith("ipykernel")
        self.to = sys.stdout if in_notebook else sys.stderr
        self.quiet = quiet
        self.live = in_notebook or self.to.isatty()
        self.said = []
        self._text = ""

    def take(self, line):
        event = _event_of(line)
        if event is None:
            self.said.append(line)
            return
        text = bar(event)
        if self.live and not self.quiet:
            self._write("\r" + text.ljust(len(self._text)))
        self._text = text

    def end(self):
        if self._text and not self.quiet:
            self._write("\n" if self.live else self._text + "\n")

    def _write(self, text):
        self.to.write(text)
        self.to.flush()


def _event_of(line):
    if not line.startswith("{"):
        return None
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if event.get("event") == "progress" else None
