"""Results of rippletank in pandas, its runs and sweeps from a notebook, and pictures of them."""

from . import plots
from .columns import describe
from .networks import Network, topology
from .pictures import keep
from .program import ProgramNotFound, Refused, RunFailed, find_program, run, sweep
from .results import Repetitions, Result, load
from .sweeps import Sweep, load_sweep

__all__ = [
    "Network",
    "ProgramNotFound",
    "Refused",
    "Repetitions",
    "Result",
    "RunFailed",
    "Sweep",
    "describe",
    "find_program",
    "keep",
    "load",
    "load_sweep",
    "plots",
    "run",
    "sweep",
    "topology",
]
