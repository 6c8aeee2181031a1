"""Runs of the program for a study: what each of them says, or in one line why it does not."""

import csv
import json
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
    arguments = sys.argv[1:]
    if "-h" in arguments or "--help" in arguments:
        print(usage.strip())
        sys.exit()
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        refuse("expected at most one argument, the program, got: " + " ".join(arguments), 2)
    binary = arguments[0] if arguments else "build/release/rippletank"
    if not Path(binary).is_file():
        refuse("no such program: " + binary + "; build it first, or name it", 2)
    return binary


def run(binary, scenario, settings, names):
    """The tables of a run that are named, as lists of rows, and its headline numbers as "summary"."""
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
    """Runs the program to its end, or says why that did not come."""
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


def tables_in(folder, names):
    tables = {}
    for name in names:
        with open(folder / (name + ".csv"), newline="", encoding="utf-8") as rows:
            tables[name] = list(csv.DictReader(rows))
    tables["summary"] = json.loads((folder / "summary.json").read_text("utf-8"))["results"]
    return tables


def print_table(rows, widths):
    """The first column to the left, the others to the right; widths with the gap before."""
    for row in rows:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:])]
        print("".join(cells).rstrip())
