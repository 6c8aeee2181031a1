"""How all pictures look: one style sheet, rippletank.mplstyle, and what it does not say."""

import functools
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt

SHEET = Path(__file__).with_name("rippletank.mplstyle")

# Colours that all can tell apart: Okabe and Ito, Color Universal Design (2002).
BLUE = "#0072b2"
ORANGE = "#d55e00"
GREEN = "#009e73"
PINK = "#cc79a7"
SKY = "#56b4e9"
AMBER = "#e69f00"
GREY = "#767676"
PALE = "#d9d9d9"

MARKERS = "osD^vPX*"


def styled(draw):
    """Draws in the style, and leaves that of everything else as it is."""

    @functools.wraps(draw)
    def drawn(*arguments, **named):
        interactive = mpl.is_interactive()
        try:
            with plt.style.context(str(SHEET)):
                result = draw(*arguments, **named)
                interactive = mpl.is_interactive()
            return result
        finally:
            # The first figure of a notebook turns this on, and it must outlive the style.
            mpl.interactive(interactive)

    return drawn


@styled
def subplots(*arguments, **named):
    """matplotlib's subplots, in the style."""
    return plt.subplots(*arguments, **named)


def cycle():
    """The colours of lines, in their order."""
    return mpl.rcParams["axes.prop_cycle"].by_key()["color"]


def axes_or_new(axes):
    return plt.subplots()[1] if axes is None else axes


def name_axes(axes, x, y, title=None):
    axes.set_xlabel(x)
    axes.set_ylabel(y)
    if title:
        axes.set_title(title)


def count_ticks(axis):
    """Whole numbers with thousands apart: 10,000."""
    axis.set_major_formatter(mpl.ticker.FuncFormatter(lambda value, _: "{:,.10g}".format(value)))


def byte_ticks(axis, unit="B"):
    """Bytes with the prefix that keeps them short: 10 kB."""
    axis.set_major_formatter(mpl.ticker.EngFormatter(unit=unit))


def percent_ticks(axis):
    axis.set_major_formatter(mpl.ticker.PercentFormatter(xmax=1, decimals=0, symbol=" %"))


def whole_ticks(axis):
    axis.set_major_locator(mpl.ticker.MaxNLocator(integer=True, min_n_ticks=1))


def ticks_for(axis, unit):
    """The ticks that suit a unit."""
    if unit == "bytes":
        byte_ticks(axis)
    elif unit == "ratio":
        percent_ticks(axis)
    else:
        count_ticks(axis)


def legend(axes, **how):
    """A legend where it covers least, if there is anything to tell apart."""
    if len(axes.get_legend_handles_labels()[0]) > 1:
        axes.legend(**how)
