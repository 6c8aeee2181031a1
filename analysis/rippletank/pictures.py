"""Keeps a picture and the numbers behind it, where the environment asks for that."""

import os
from pathlib import Path

from .style import styled


@styled
def keep(name, picture, numbers):
    """Writes NAME.svg and NAME.csv into the folder that RIPPLETANK_PICTURES names; else nothing.

    `picture` is a Figure or Axes, `numbers` the frame that it shows. The bytes depend on nothing
    but what is drawn. Returns the figure, so that a notebook shows it.
    """
    figure = getattr(picture, "figure", picture)
    folder = os.environ.get("RIPPLETANK_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        figure.savefig(Path(folder) / (name + ".svg"), metadata={"Date": None, "Creator": None})
        write_numbers(Path(folder) / (name + ".csv"), numbers)
    return figure


def write_numbers(file, numbers):
    """As the program writes its tables; of floating point, what all machines agree on."""
    frame = numbers.copy(deep=False)
    for column in frame:
        if frame[column].dtype in ("bool", "boolean"):
            frame[column] = frame[column].map({True: "true", False: "false"})
    frame.to_csv(file, index=False, float_format="%.9g", lineterminator="\n")
