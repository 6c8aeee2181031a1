"""A scenario's network: who is connected to whom, its figures, and where its nodes are drawn."""

import io
import json
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from . import program as programs
from .tables import are_numbers

_MOST_PLACED = 2000  # the picture of a larger one is a cloud


@dataclass
class Network:
    """`.nodes` (by name: kind, degree, x, y), `.links` (from, to, ...), `.figures`."""

    nodes: pd.DataFrame
    links: pd.DataFrame
    figures: dict = field(default_factory=dict)

    def __repr__(self):
        return "Network: %d nodes, %d links" % (len(self.nodes), len(self.links))

    def neighbours(self):
        """The neighbours of each node, by name."""
        rows = {node: [] for node in self.nodes.index}
        for one, other in zip(self.links["from"], self.links["to"]):
            rows[one].append(other)
            rows[other].append(one)
        return rows

    def hops_from(self, origin, without=()):
        """Hops from a node to each, past those that are lost; missing where there is no way."""
        rows = self.neighbours()
        gone = set(without)
        hops = {origin: 0}
        wave = [origin]
        while wave:
            wave = [each for node in wave for each in rows[node] if each not in gone]
            wave = [node for node in dict.fromkeys(wave) if node not in hops]
            hops.update(dict.fromkeys(wave, max(hops.values()) + 1))
        return pd.Series(hops, name="hops").reindex(self.nodes.index).astype("Int64")

    def largest_component(self, without=()):
        """The nodes that hang together in the largest part, when some are lost."""
        left = set(self.nodes.index) - set(without)
        largest = set()
        while left:
            hops = self.hops_from(next(iter(left)), without)
            part = set(hops.index[hops.notna()])
            left -= part
            largest = max(largest, part, key=len)
        return self.nodes.index[self.nodes.index.isin(largest)]


def topology(scenario, set=None, seed=None, layer="overlay", program=None):  # noqa: A002
    """The network of a scenario, a file or a dictionary, as the program makes it."""
    with programs.as_file(scenario) as file:
        words = ["topology", file, "--layer", layer, *programs.settings(set)]
        words += programs.options(seed=seed)

        def told(form):
            return programs.call([*words, "--format", form], program)

        figures = json.loads(told("json"))
        nodes, links = _read_graphml(told("graphml"))
        if figures["nodes"] <= _MOST_PLACED:
            nodes = nodes.join(_positions(told("svg")))
    if are_numbers(pd.Series(nodes.index, dtype="string")):
        nodes.index = nodes.index.astype("int64")
        links = links.astype({"from": "int64", "to": "int64"})
    nodes.index.name = "node"
    return Network(nodes, links, figures)


def _plain_tag(element):
    return element.tag.rpartition("}")[2]


def _read_graphml(text):
    rows, links, names = [], [], {}
    for element in ElementTree.fromstring(text).iter():
        told = {each.get("key"): each.text for each in element if _plain_tag(each) == "data"}
        if _plain_tag(element) == "node":
            names[element.get("id")] = told["label"]
            rows.append({"node": told["label"], "kind": told.get("kind", "host")})
        elif _plain_tag(element) == "edge":
            ends = {end: names[element.get(way)] for end, way in _ENDS}
            links.append({**ends, **{key: float(value) for key, value in told.items()}})
    links = pd.DataFrame(links, columns=None if links else ["from", "to"])
    nodes = pd.DataFrame(rows).set_index("node")
    ends = pd.concat([links["from"], links["to"]]).value_counts()
    nodes["degree"] = ends.reindex(nodes.index).fillna(0).astype("int64")
    return nodes, links


_ENDS = (("from", "source"), ("to", "target"))


def _positions(svg):
    """Where the program's own picture has the nodes, x to the right and y up.

    Each node is a shape with a title, its name; those of the legend come after the nodes.
    """
    places = {}
    for shape in ElementTree.parse(io.StringIO(svg)).getroot().iter():
        title = next((each.text for each in shape if _plain_tag(each) == "title"), None)
        at = _centre(shape)
        if title is not None and at is not None:
            places.setdefault(title, at)
    return pd.DataFrame.from_dict(places, orient="index", columns=["x", "y"], dtype="float64")


def _centre(shape):
    kind = _plain_tag(shape)
    if kind == "circle":
        return float(shape.get("cx")), -float(shape.get("cy"))
    if kind == "rect" and shape.get("x"):
        middle = [float(shape.get(at)) + float(shape.get(size)) / 2 for at, size in _SIDES]
        return middle[0], -middle[1]
    if kind in ("path", "polygon"):
        numbers = re.findall(r"-?\d+(?:\.\d+)?", shape.get("points") or shape.get("d") or "")
        corners = np.array(numbers, dtype="float64").reshape(-1, 2)
        return corners[:, 0].mean(), -corners[:, 1].mean()
    return None


_SIDES = (("x", "width"), ("y", "height"))
