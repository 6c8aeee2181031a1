"""Runs the program from Python: finds it, hands it scenarios, makes its errors exceptions."""

import atexit
import contextlib
import json
import math
import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from .progress import ProgressLine
from .results import load
from .sweeps import load_sweep


class ProgramNotFound(FileNotFoundError):
    """The program rippletank is nowhere to be found."""


class Refused(ValueError):
    """The program has refused a scenario or how it was called; nothing was written.

    `diagnostics` holds what it said, a line for each mistake.
    """

    def __init__(self, message):
        super().__init__(message)
        self.diagnostics = [line for line in message.splitlines() if "error: " in line]


class RunFailed(RuntimeError):
    """A run failed. What a sweep has done in spite of that is kept; `sweep` is that, or None."""

    sweep = None


def find_program(program=None):
    """The path of the program.

    It is looked for here, in this order: the argument, the environment variable RIPPLETANK,
    build/release/rippletank of the checkout that this package or the current folder is in, the
    folder `bin` of where this package is installed, and PATH.
    """
    named = program or os.environ.get("RIPPLETANK")
    if named:
        found = shutil.which(str(named)) or (str(named) if Path(named).is_file() else None)
        if not found:
            raise ProgramNotFound("no such program: %s" % named)
        return str(Path(found).resolve())
    here = Path(__file__).resolve()
    for folder in (*here.parents, Path.cwd().resolve(), *Path.cwd().resolve().parents):
        for candidate in (folder / "build/release/rippletank", folder / "bin/rippletank"):
            if candidate.is_file() and os.access(candidate, os.X_OK):
                return str(candidate)
    found = shutil.which("rippletank")
    if not found:
        raise ProgramNotFound(
            "no program rippletank: build it (scripts/demo), or say where it is by program=... or "
            "by the environment variable RIPPLETANK"
        )
    return found


def run(
    scenario,
    set=None,  # noqa: A002 - named as the option is
    seed=None,
    repetitions=None,
    jobs=None,
    out=None,
    force=False,
    trace=False,
    program=None,
):
    """Plays a scenario out and returns its Result, or Repetitions.

    `scenario` is a file or a dictionary, whose files are relative to the current folder. `set` maps
    pointers to values: {"/overlay/protocol/ttl_hops": 3}. Without `out` the result is kept until
    Python ends. What is wrong with a scenario is a Refused, a run that fails is a RunFailed.
    """
    with as_file(scenario) as file:
        out = _folder(out)
        words = ["run", file, "--out", str(out), "--quiet", *settings(set)]
        words += options(seed=seed, repetitions=repetitions, jobs=jobs)
        words += _flags(force=force, trace=trace)
        _call(find_program(program), words)
    return load(out)


def sweep(
    description,
    set=None,  # noqa: A002 - named as the option is
    vary=None,
    seed=None,
    repetitions=None,
    jobs=None,
    out=None,
    folders=False,
    time_limit=None,
    retry_failed=False,
    quiet=False,
    check=True,
    program=None,
):
    """Runs a grid of scenarios and returns the Sweep; a bar shows how far it is, unless `quiet`.

    `description` is a sweep or, with `vary`, a scenario: a file or a dictionary. `vary` maps
    pointers to values, besides those that the sweep varies: a list, one value, or a dictionary as
    in a sweep file, {"from": 1, "to": 9, "steps": 5} or {"values": [...], ...}. In an `out` that
    exists already, only what is missing is run. If a run fails, RunFailed is raised, with what was
    done as its `sweep`; with check=False the Sweep is returned all the same.
    """
    with as_file(description) as file:
        out = _folder(out)
        words = ["sweep", file, "--out", str(out), "--progress", "json", *settings(set)]
        for pointer, values in (vary or {}).items():
            words += ["--vary", pointer + "=" + _json(_axis(values), pointer)]
        words += options(seed=seed, repetitions=repetitions, jobs=jobs, time_limit=time_limit)
        words += _flags(folders=folders, retry_failed=retry_failed)
        try:
            _call(find_program(program), words, quiet)
        except RunFailed as failure:
            if not (out / "summary.json").is_file():
                raise
            failure.sweep = load_sweep(out)
            if check:
                raise
            return failure.sweep
    return load_sweep(out)


def call(words, program=None):
    """What the program prints when it is called with these words."""
    return _call(find_program(program), [str(word) for word in words])


@contextlib.contextmanager
def as_file(scenario):
    """The name of a file that says what a dictionary says, for as long as it is needed."""
    if not isinstance(scenario, dict):
        yield os.fspath(scenario)
        return
    # In the current folder, as the paths in a scenario are relative to its file.
    handle, file = tempfile.mkstemp(prefix=".scenario_", suffix=".json", dir=os.getcwd())
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(_json(scenario, indent=2))
        yield os.path.basename(file)
    finally:
        os.unlink(file)


_OWN_FILE = re.compile(r"^\.scenario_\w+\.json(:\d+)?: ", re.MULTILINE)


def _folder(out):
    """The folder that is named, or one that is removed when Python ends."""
    if out is not None:
        return Path(out)
    made = tempfile.mkdtemp(prefix="rippletank_")
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return Path(made) / "result"


def _axis(values):
    """What an axis takes: a list or a dictionary stays one, and anything else is its one value."""
    if isinstance(values, (dict, set, frozenset)):
        return values  # a set is refused, as its order is anyone's guess
    several = hasattr(values, "__iter__") and getattr(values, "shape", None) != ()
    return list(values) if several and not isinstance(values, str) else [values]


def _json(value, at="", **how):
    return json.dumps(_plain(value, at), ensure_ascii=False, **how)


def _plain(value, at):
    """A value as JSON has it; `at` is the pointer to it."""
    if hasattr(value, "tolist"):  # of numpy or pandas
        value = value.tolist()
    if isinstance(value, dict):
        return {_key(key, at): _plain(each, "%s/%s" % (at, key)) for key, each in value.items()}
    if isinstance(value, (list, tuple, range)):
        return [_plain(each, "%s/%d" % (at, place)) for place, each in enumerate(value)]
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("%s: expected a number, got %r, which JSON does not have" % (at, value))
    if value is None or isinstance(value, (str, int, float)):
        return value
    raise TypeError(
        "%s: expected a number, a text, a truth value, None, a path, a list or a dictionary of "
        "these, got %r (%s)" % (at or "/", value, type(value).__name__)
    )


def _key(key, at):
    if isinstance(key, (str, int)):
        return key
    what = "got %r (%s)" % (key, type(key).__name__)
    raise TypeError("%s: expected texts as keys, %s" % (at or "/", what))


def settings(values):
    return [
        word
        for pointer, value in (values or {}).items()
        for word in ("--set", pointer + "=" + _json(value, pointer))
    ]


def options(**values):
    return [
        word
        for name, value in values.items()
        if value is not None
        for word in ("--" + name.replace("_", "-"), str(value))
    ]


def _flags(**values):
    return ["--" + name.replace("_", "-") for name, value in values.items() if value]


def _call(binary, words, quiet=True):
    """Runs the program to its end; what goes wrong is an exception that says what it said."""
    line = ProgressLine(quiet)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as printed:
        try:
            process = subprocess.Popen(
                [binary, *words], stdout=printed, stderr=subprocess.PIPE, encoding="utf-8"
            )
        except OSError as error:
            raise ProgramNotFound("cannot run %s: %s" % (binary, error.strerror)) from None
        try:
            for text in process.stderr:
                line.take(text.rstrip("\n"))
            code = process.wait()
        except KeyboardInterrupt:
            _interrupt(process)
            raise
        finally:
            process.stderr.close()
            line.end()
        printed.seek(0)
        _raise_if_failed(code, "\n".join(line.said).strip(), words)
        return printed.read()


def _interrupt(process):
    """Lets it keep what is done, and tidy up; where a whole group was interrupted, it does so."""
    try:
        process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
        process.wait()


def _raise_if_failed(code, said, words):
    if code == 0:
        return
    if code == 2:
        raise Refused(_OWN_FILE.sub("", said))
    if code in (130, -signal.SIGINT):
        raise KeyboardInterrupt
    ended = "was ended by signal %d" % -code if code < 0 else "ended with %d" % code
    raise RunFailed(said or "rippletank %s %s and said nothing" % (words[0], ended))
