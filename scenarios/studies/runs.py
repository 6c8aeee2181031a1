"""Runs of the program for a study: what each of them says, or in one line why it does not."""

import csv
import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path


def refuse(why, code):
    """Ends as rippletank does: with 2 when it is used wrongly, with 1 when a run fails."""
    print("compare.py: error: " + why, file=sys.stderr)
    sys.exit(code)


def program(usage):
    """The program that the command line names; prints the usage instead if that is asked for."""
    return command_line(usage)[0]


def command_line(usage, *options, flags=()):
    """The program that the command line names, and what each of the options says, by its name.

    An option is a word such as "--csv", with a value after it or after a "="; None where it is not
    given. A flag is one without a value; True where it is given.
    """
    words = sys.argv[1:]
    if "-h" in words or "--help" in words:
        print(usage.strip())
        sys.exit()
    given = dict.fromkeys([*options, *flags])
    programs = []
    while words:
        word = words.pop(0)
        name, sign, value = word.partition("=")
        if not word.startswith("-"):
            programs.append(word)
        elif name not in given:
            refuse("unknown option: " + name + "; --help tells what there is", 2)
        elif given[name] is not None:
            refuse(name + " is given twice", 2)
        elif name in flags:
            given[name] = True
            if sign:
                refuse(name + " takes no value", 2)
        else:
            given[name] = value if sign else words.pop(0) if words else ""
            if given[name] == "" or given[name].startswith("--"):
                refuse(name + " needs a value", 2)
    if len(programs) > 1:
        refuse("expected at most one argument, the program, got: " + " ".join(programs), 2)
    binary = programs[0] if programs else "build/release/rippletank"
    if not given.get("--stored") and not Path(binary).is_file():
        refuse("no such program: " + binary + "; build it first, or name it", 2)
    folder = given.get("--csv")
    if folder is not None and Path(folder).exists() and not Path(folder).is_dir():
        refuse("--csv: not a folder: " + folder, 2)
    return binary, given


def run(binary, scenario, settings, names):
    """The tables of a run that are named, as lists of rows, its headline numbers as "summary" and
    those that only its protocol has as "protocol"."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        command = [binary, "run", str(scenario), "--out", str(out)]
        for pointer, value in settings.items():
            command += ["--set", pointer + "=" + json.dumps(value, separators=(",", ":"))]
        play(binary, command)
        try:
            return tables_in(out, names)
        except (OSError, ValueError, KeyError, csv.Error):
            refuse("expected the results of a run from %s, got none" % binary, 1)


def play(binary, command):
    """Runs the program to its end and returns what it printed, or says why that did not come."""
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError as error:
        refuse("cannot run %s: %s" % (binary, error.strerror), 1)
    if done.returncode < 0:
        refuse("%s was ended by signal %d" % (binary, -done.returncode), 1)
    if done.returncode > 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = said[0] if said else "it said nothing"
        refuse("%s ended with %d: %s" % (binary, done.returncode, reason), 1)
    return done.stdout


def tables_in(folder, names):
    tables = {}
    for name in names:
        with open(folder / (name + ".csv"), newline="", encoding="utf-8") as rows:
            tables[name] = list(csv.DictReader(rows))
    summary = json.loads((folder / "summary.json").read_text("utf-8"))
    tables["summary"] = summary["results"]
    tables["protocol"] = summary.get("protocol", {})
    return tables


def print_table(rows, widths):
    """The first column to the left, the others to the right; widths with the gap before."""
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("".join(cells).rstrip())


def print_records(columns, records):
    """A table of records (dictionaries), a line each, with the titles of its columns above.

    A column is (key, title, width, form): the width is with the gap before it, a title has lines,
    and the form is that of the % operator. A value that is None is a dash.
    """
    titles = [title.split("\n") for _, title, _, _ in columns]
    lines = max(len(title) for title in titles)
    rows = [[""] * len(columns) for _ in range(lines)]
    for column, title in enumerate(titles):
        for line, words in enumerate(title, lines - len(title)):
            rows[line][column] = words
    for record in records:
        values = [(record[key], form) for key, _, _, form in columns]
        rows.append(["-" if value is None else form % value for value, form in values])
    print_table(rows, [width for _, _, width, _ in columns])


def write_csv(folder, name, records):
    """Writes records (dictionaries with the same keys) to NAME.csv in a folder, unless it is None.

    As the program writes its tables: a header, empty for None, shortest numbers that read back.
    """
    if folder is None:
        return
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        with open(Path(folder) / (name + ".csv"), "w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(records[0])
            for record in records:
                rows.writerow(csv_cell(value) for value in record.values())
    except OSError as error:
        refuse("cannot write to %s: %s" % (folder, error.strerror), 1)


def stored_results(study, name):
    """What write_csv has once written of a study, as it is kept in results/reference."""
    top = Path(__file__).resolve().parent.parent.parent
    file = top / "results" / "reference" / study / (name + ".csv")
    try:
        with open(file, newline="", encoding="utf-8") as rows:
            return [
                {key: value_of(cell) for key, cell in row.items()} for row in csv.DictReader(rows)
            ]
    except (OSError, ValueError, csv.Error) as error:
        refuse("no stored results in %s: %s" % (file, error), 1)


def value_of(cell):
    """A cell of a CSV file as a number, or as None where it is empty, or else as it is."""
    if cell == "":
        return None
    for kind in (int, float):
        try:
            return kind(cell)
        except ValueError:
            pass
    return cell


def csv_cell(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def mean(numbers):
    """Their mean, or None of none; rounded once, so that all versions of Python say the same."""
    numbers = list(numbers)
    return math.fsum(numbers) / len(numbers) if numbers else None


def means_of(records):
    """The mean of each key of records (dictionaries with the same keys), where it has a value."""
    return {
        key: mean(each[key] for each in records if each[key] is not None) for key in records[0]
    }


def quantile(ascending, share):
    """The number below which a share of ascending ones lies, between neighbours in proportion."""
    place = share * (len(ascending) - 1)
    below = int(place)
    above = min(below + 1, len(ascending) - 1)
    return ascending[below] + (place - below) * (ascending[above] - ascending[below])
