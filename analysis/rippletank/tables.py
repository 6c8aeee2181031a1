"""Reads a CSV file of a result into a frame whose columns have the right types."""

import csv
import io
import re

import pandas as pd

from . import columns

_WHOLE = re.compile(r"(0|-?[1-9][0-9]{0,17})")


def are_numbers(names):
    """Whether all names that are there are whole numbers, written as one writes them: not 007."""
    return all(_WHOLE.fullmatch(name) for name in names.dropna().unique())


def read_columns(file, wanted):
    """Columns of a file as texts; those that it does not have are left out."""
    return _parsed(file, usecols=lambda column: column in wanted, dtype="string")


def read(file, table, numbered=None, types=None):
    """The table in a file.

    `numbered(kind)` tells whether names of a kind are whole numbers ("peer", "node", "item"); left
    out, none are. An empty field is missing, and nothing else is: a peer may be called "NA".
    `types` are those of columns that are only in this file. The type of any other depends on its
    name, not on what happens to be in it, nor on whether there is a row at all.
    """
    types = types or {}
    names = columns.NAMES.get(table, {})
    texts = columns.TEXTS.get(table, set()) | {each for each in types if types[each] == "string"}
    truths = columns.TRUTHS.get(table, set()) | {each for each in types if types[each] == "bool"}
    frame = _parsed(
        file,
        dtype={column: "string" for column in {*names, *texts, *truths}},
        float_precision="round_trip",
    )
    for column, kind in names.items():
        if column in frame and numbered and numbered(kind):
            frame[column] = _as_numbers(frame[column])
    for column in truths & set(frame.columns):
        frame[column] = _as_truths(frame[column])
    for column in set(frame.columns) - set(names) - texts - truths:
        wanted = types.get(column) or _type_of(column, table)
        # What has neither unit nor gaps is a whole number; without a row, pandas cannot tell.
        wanted = wanted or ("int64" if frame.empty else None)
        if wanted:
            frame[column] = _cast(frame[column], wanted, file)
    return frame


def _type_of(column, table):
    if column in columns.EXACT:
        return columns.EXACT[column]
    if table != "runs" and column in columns.COUNTS_WITH_GAPS:
        return "Int64"
    return "float64" if table == "runs" or columns.is_measured(column) else None


def _cast(values, wanted, file):
    try:
        return values.astype(wanted)
    except (TypeError, ValueError) as error:
        raise ValueError(
            "%s, column %s: expected numbers (%s): %s" % (file, values.name, wanted, error)
        ) from None


def _parsed(file, **how):
    """What is in a file, unless it is no table, or only a part of one."""
    try:
        _check_end(file)
        return pd.read_csv(file, keep_default_na=False, na_values=[""], **how)
    except ValueError as error:  # those of pandas are ones, too
        raise ValueError(
            "%s: expected a whole CSV file with a header line: %s" % (file, error)
        ) from None


_TAIL = 1 << 20  # bytes; longer than any row


def _check_end(file):
    """Refuses what was cut off: pandas would take the fields that the last row lacks for empty."""
    with open(file, "rb") as stream:
        header = stream.readline().decode("utf-8")
        fields = len(next(csv.reader([header]), []))
        stream.seek(max(stream.tell(), stream.seek(0, io.SEEK_END) - _TAIL))
        tail = stream.read().decode("utf-8", errors="replace")
    if not fields:
        raise ValueError("it is empty")
    if not (tail or header).endswith("\n"):
        raise ValueError("it ends in the middle of a line; was it copied, or written, to its end?")
    found = len(_last_row(tail))
    if found != fields and tail.strip("\r\n"):
        raise ValueError("its last row has %d fields, the header has %d" % (found, fields))


def _last_row(tail):
    """A row begins where an even number of quotes follows; in the middle of a text it is odd."""
    end = len(tail.rstrip("\r\n"))
    begin = tail.rfind("\n", 0, end) + 1
    while begin and tail.count('"', begin) % 2:
        begin = tail.rfind("\n", 0, begin - 1) + 1
    return next(csv.reader(io.StringIO(tail[begin:], newline="")), [])


def _as_numbers(names):
    """Names as whole numbers, unless those of this column are not."""
    if not are_numbers(names):
        return names
    return names.astype("Int64" if names.isna().any() else "int64")


def _as_truths(texts):
    truths = texts.map({"true": True, "false": False}).astype("boolean")
    return truths if truths.isna().any() else truths.astype(bool)


def explain(frame, table, said=None):
    """Writes into `frame.attrs` which table it is, and its units and definitions.

    What a summary has said of a column under "definitions" comes first.
    """
    known = columns.definitions().get(table, {})
    said = {column: (said or {}).get(column, {}) for column in frame.columns}
    frame.attrs["table"] = table
    frame.attrs["units"] = {
        column: each.get("unit") or columns.unit_of(column) for column, each in said.items()
    }
    frame.attrs["definitions"] = {
        column: each.get("definition") or known.get(column) for column, each in said.items()
    }
    return frame
