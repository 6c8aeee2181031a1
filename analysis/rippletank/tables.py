"""Reads a CSV file of a result into a frame whose columns have the right types."""

import re

import pandas as pd

from . import columns

_WHOLE = re.compile(r"(0|-?[1-9][0-9]{0,17})")


def are_numbers(names):
    """Whether all names that are there are whole numbers, written as one writes them: not 007."""
    return all(_WHOLE.fullmatch(name) for name in names.dropna().unique())


def read_columns(file, wanted):
    """Columns of a file as texts; those that it does not have are left out."""
    return pd.read_csv(
        file,
        usecols=lambda column: column in wanted,
        dtype="string",
        keep_default_na=False,
        na_values=[""],
    )


def read(file, table, numbered=None, texts=(), as_read=()):
    """The table in a file.

    `numbered(kind)` tells whether names of a kind are whole numbers ("peer", "node", "item"); left
    out, each column is judged by itself. An empty field is missing, and nothing else is: a peer may
    be called "NA". Further columns of words are `texts`, and those `as_read` may be anything. The
    type of any other column depends on its name, not on what happens to be in it.
    """
    names = columns.NAMES.get(table, {})
    texts = columns.TEXTS.get(table, set()) | set(texts)
    truths = columns.TRUTHS.get(table, set())
    frame = pd.read_csv(
        file,
        dtype={column: "string" for column in {*names, *texts, *truths}},
        keep_default_na=False,
        na_values=[""],
        float_precision="round_trip",
    )
    for column, kind in names.items():
        if column in frame and (numbered(kind) if numbered else True):
            frame[column] = _as_numbers(frame[column])
    for column in truths & set(frame.columns):
        frame[column] = _as_truths(frame[column])
    for column in set(frame.columns) - set(names) - texts - truths - set(as_read):
        if column in columns.EXACT:
            frame[column] = frame[column].astype(columns.EXACT[column])
        elif column in columns.COUNTS_WITH_GAPS and table != "runs":
            frame[column] = frame[column].astype("Int64")
        elif table == "runs" or columns.is_measured(column):
            if pd.api.types.is_numeric_dtype(frame[column]):
                frame[column] = frame[column].astype("float64")
    return frame


def _as_numbers(names):
    """Names as whole numbers, if they are; a column without any stays a column of texts."""
    if names.isna().all() or not are_numbers(names):
        return names
    return names.astype("Int64" if names.isna().any() else "int64")


def _as_truths(texts):
    truths = texts.map({"true": True, "false": False}).astype("boolean")
    return truths if truths.isna().any() else truths.astype(bool)


def explain(frame, table, units=None, definitions=None):
    """Writes into `frame.attrs` which table it is, and its units and definitions."""
    known = columns.definitions().get(table, {})
    frame.attrs["table"] = table
    frame.attrs["units"] = {
        column: (units or {}).get(column) or columns.unit_of(column) for column in frame.columns
    }
    frame.attrs["definitions"] = {
        column: (definitions or {}).get(column) or known.get(column) for column in frame.columns
    }
    return frame
