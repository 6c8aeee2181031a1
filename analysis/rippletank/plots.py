"""Pictures of results. Each function draws on the Axes that it is given, or on new ones, and
returns them; labels and units come from what is drawn."""

import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection
from matplotlib.ticker import EngFormatter, MaxNLocator

from . import columns
from .style import (
    AMBER,
    BLUE,
    GREY,
    MARKERS,
    ORANGE,
    PALE,
    SKY,
    axes_or_new,
    byte_ticks,
    count_ticks,
    cycle,
    name_axes,
    percent_ticks,
    styled,
    subplots,
    ticks_for,
    whole_ticks,
)
from .style import legend as _legend

__all__ = [
    "against",
    "bars",
    "bytes_over_time",
    "damage",
    "dots",
    "legend",
    "messages_against_ttl",
    "network",
    "over_time",
    "reach_by_hop",
    "subplots",
    "threshold",
    "trade_off",
]


def _numbers(values):
    numbers = pd.to_numeric(pd.Series(values), errors="coerce")
    return numbers.to_numpy(dtype="float64", na_value=np.nan)


@styled
def reach_by_hop(hops, axes=None, query=None, title=None):
    """Copies of a query by the hop at which they arrive: first copies, and duplicates on top.

    `hops` is a result (of all queries together, or of the one that `query` names) or a frame like
    `result.hops_of()`.
    """
    if hasattr(hops, "hops_of"):
        hops = hops.hops_of(query)
    axes = axes_or_new(axes)
    first, again = _numbers(hops["peers_reached"]), _numbers(hops["duplicates"])
    axes.bar(hops.index, first, color=BLUE, label="first copy: a peer reached")
    axes.bar(hops.index, again, bottom=first, color=AMBER, hatch="///", edgecolor="white",
             linewidth=0, label="duplicate: known there already")
    axes.grid(axis="x", visible=False)
    axes.margins(y=0.2)
    whole_ticks(axes.xaxis)
    count_ticks(axes.yaxis)
    name_axes(axes, "hop", "copies that arrive (messages)", title)
    _legend(axes, loc="upper left")
    return axes


@styled
def against(sweep, axis, metric, by=None, axes=None, log_y=False, title=None, names=None):
    """A metric of a sweep against one of its axes, with 95 % intervals of the mean as bands.

    `by` is another axis: a line for each of its values, called as `names` maps them. `sweep` may be
    a frame like its groups. Bands need repetitions: where there is one run there is none.
    """
    rows = _rows(sweep, metric)
    unit = _unit(rows)
    axes = axes_or_new(axes)
    colours = cycle()
    for number, (value, part) in enumerate(_parts(rows, by)):
        x, mean, half = _numbers(part[axis]), _numbers(part["mean"]), _halves(part)
        label = (names or {}).get(value, value)
        colour = colours[number % len(colours)]
        axes.plot(x, mean, marker=MARKERS[number % len(MARKERS)], color=colour, label=label)
        axes.fill_between(x, mean - half, mean + half, color=colour, alpha=0.22, linewidth=0)
    if log_y:
        axes.set_yscale("log")
    elif not (rows["min"] < 0).any():
        axes.set_ylim(bottom=0)
    ticks_for(axes.yaxis, unit)
    known = _numbers(rows[axis])
    if len(known) and (known == np.round(known)).all() and len(set(known)) <= 12:
        axes.set_xticks(sorted(set(known)))
    ticks_for(axes.xaxis, columns.unit_of(axis) if columns.unit_of(axis) == "ratio" else None)
    name_axes(axes, columns.label_of(axis), columns.label_of(metric, unit), title)
    _legend(axes)
    return axes


def messages_against_ttl(sweep, axes=None, **how):
    """What a query costs by how many hops it may travel."""
    return against(sweep, "ttl_hops", "messages_per_query", axes=axes, **how)


@styled
def trade_off(sweep, cost, gain, along, by=None, axes=None, log_x=True, title=None, names=None):
    """One metric of a sweep against another: a point, with its value, for each value of an axis.

    The points of each value of `by` are joined, with 95 % intervals of both means as bars.
    """
    axes = axes_or_new(axes)
    colours = cycle()
    costs, gains = sweep.metric(cost), sweep.metric(gain)
    parts = [(value, _points(part, gains, sweep.axis_names)) for value, part in _parts(costs, by)]
    for number, (value, points) in enumerate(parts):
        if len(points):
            axes.errorbar(
                points["mean"], points["mean_gain"], xerr=_halves(points),
                yerr=_halves(points, "half_width_95_gain"), color=colours[number % len(colours)],
                marker=MARKERS[number % len(MARKERS)], elinewidth=1,
                label=(names or {}).get(value, value),
            )
    if log_x:
        axes.set_xscale("log")
    axes.set_ylim(bottom=0)
    for axis, metric, rows in ((axes.xaxis, cost, costs), (axes.yaxis, gain, gains)):
        ticks_for(axis, _unit(rows))
        axis.set_label_text(columns.label_of(metric, _unit(rows)))
    axes.margins(y=0.08)
    written = []
    for number, (_, points) in enumerate(parts):
        places = list(zip(points[along], points["mean"], points["mean_gain"]))
        _write_values(axes, places, colours[number % len(colours)], written)
    if title:
        axes.set_title(title)
    _legend(axes)
    return axes


def _points(costs, gains, axis_names):
    """Costs with the gains at the same point of the grid; both must be known."""
    points = costs.merge(gains, on=list(axis_names), suffixes=("", "_gain"))
    return points.dropna(subset=["mean", "mean_gain"])


def _write_values(axes, points, colour, written):
    """A value beside each point, unless one that was written before is too near."""
    for value, x, y in points:
        at = axes.transData.transform((x, y))
        if all(np.hypot(*(at - other)) > 11 for other in written):
            written.append(at)
            axes.annotate(str(value), (x, y), xytext=(-5, 4), textcoords="offset points",
                          color=colour, fontsize=8, ha="right")


@styled
def bars(sweep, axis, metric, axes=None, title=None):
    """The mean of a metric at each value of an axis: bars with 95 % intervals, and the numbers."""
    rows = _rows(sweep, metric)
    axes = axes_or_new(axes)
    names = rows[axis].astype(str).to_list()[::-1]
    means, halves = _numbers(rows["mean"])[::-1], _halves(rows)[::-1]
    colours = [cycle()[number % len(cycle())] for number in range(len(names))][::-1]
    axes.barh(names, means, xerr=halves, color=colours, height=0.65,
              error_kw={"elinewidth": 1.4, "ecolor": "#222222", "capsize": 3})
    unit = _unit(rows)
    ticks_for(axes.xaxis, unit)
    for place, (mean, half) in enumerate(zip(means, halves)):
        axes.annotate(_in_words(mean, unit), (mean + half, place), xytext=(4, 0),
                      textcoords="offset points", va="center", fontsize=9)
    ends = (means + halves)[~np.isnan(means)]
    axes.set_xlim(0, 1.28 * max(ends, default=0) or 1)
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.grid(axis="y", visible=False)
    axes.tick_params(axis="y", length=0)
    name_axes(axes, columns.label_of(metric, unit), "", title)
    return axes


@styled
def dots(sweep, axis, metric, by, axes=None, title=None):
    """Each run of a sweep as a dot: a metric, by the values of one axis and in colours of another.

    Runs with the same value stand side by side; a line marks their mean.
    """
    axes = axes_or_new(axes)
    runs = sweep.done
    groups, parts = list(runs[axis].unique()), list(runs[by].unique())
    width = 0.8 / len(parts)
    for number, part in enumerate(parts):
        colour = cycle()[number % len(cycle())]
        for place, group in enumerate(groups):
            values = _numbers(runs.loc[(runs[axis] == group) & (runs[by] == part), metric])
            middle = place + (number - (len(parts) - 1) / 2) * width
            spread = np.linspace(-0.36, 0.36, len(values)) * width
            axes.plot(middle + spread, values, linestyle="", color=colour, alpha=0.75,
                      clip_on=False, marker=MARKERS[number % len(MARKERS)], markersize=4,
                      label=None if place else part)
            if not np.isnan(values).all():
                axes.hlines(np.nanmean(values), middle - width * 0.45, middle + width * 0.45,
                            color=colour, linewidth=2)
    axes.set_xticks(range(len(groups)), groups)
    axes.set_xlabel(axis)
    axes.grid(axis="x", visible=False)
    axes.set_ylim(bottom=0, top=1.03 * axes.get_ylim()[1])
    unit = sweep.unit(metric)
    ticks_for(axes.yaxis, unit)
    name_axes(axes, axis.replace("_", " "), columns.label_of(metric, unit), title)
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1), title=by.replace("_", " "))
    return axes


def _rows(sweep, metric):
    """The rows of a sweep, or of a frame like its groups, that are about a metric."""
    if isinstance(sweep, pd.DataFrame):
        return sweep[sweep["metric"] == metric]
    return sweep.metric(metric)


def _unit(rows):
    return rows["unit"].iloc[0] if len(rows) and pd.notna(rows["unit"].iloc[0]) else None


def _halves(rows, column="half_width_95"):
    return np.nan_to_num(_numbers(rows[column]))


def _in_words(value, unit):
    if unit == "bytes":
        return EngFormatter(unit="B")(float("%.3g" % value))
    if unit == "ratio":
        return "{:.0f} %".format(100 * value)
    number = "{:,.0f}".format(value) if value >= 100 else "{:.3g}".format(value)
    return number + " " + unit if unit in ("ms", "s") else number


def _parts(rows, by):
    if by is None:
        return [(None, rows)]
    return [(value, rows[rows[by] == value]) for value in rows[by].unique()]


@styled
def over_time(result, *metrics, axes=None, title=None, names=None):
    """Metrics of the table series as steps, one for each bin of time."""
    axes = axes_or_new(axes)
    wide = result.over_time() if hasattr(result, "over_time") else result
    if not len(wide):
        _say_instead(axes, "no values over time")
    for metric in metrics if len(wide) else ():
        axes.step(_edges(wide.index), _held(wide[metric]), where="post",
                  label=(names or {}).get(metric, metric.replace("_", " ")))
    units = {columns.unit_of(metric) for metric in metrics}
    unit = units.pop() if len(units) == 1 else None
    axes.set_ylim(bottom=0)
    axes.margins(x=0.01)
    count_ticks(axes.xaxis)
    ticks_for(axes.yaxis, unit)
    what = columns.label_of(metrics[0]) if len(metrics) == 1 else unit or "number in a bin of time"
    name_axes(axes, "time (s)", what, title)
    _legend(axes)
    return axes


@styled
def bytes_over_time(result, axes=None, most=5, title=None):
    """Bytes per second that all peers sent, by type of message.

    The types beyond `most`, and those with less than a hundredth of all bytes, are one together.
    """
    axes = axes_or_new(axes)
    wide = result.over_time("bytes_") if hasattr(result, "over_time") else result
    wide = wide.rename(columns=lambda name: name[len("bytes_"):].replace("_", " "))
    sums = wide.sum().sort_values(ascending=False)
    large = list(sums.index[sums > 0.01 * sums.sum()][:most])
    shown = wide[large].copy()
    if sums.drop(large).sum() > 0:
        shown["others"] = wide.drop(columns=large).sum(axis=1)
    name_axes(axes, "time (s)", "sent by all peers", title)
    if not large:
        _say_instead(axes, "nothing was sent")
        return axes
    edges = _edges(shown.index)
    rates = [_held(shown[each]) / (edges[1] - edges[0]) for each in shown]
    axes.stackplot(edges, rates, labels=list(shown.columns), step="post", linewidth=0)
    axes.margins(x=0, y=0.1)
    count_ticks(axes.xaxis)
    byte_ticks(axes.yaxis, "B/s")
    handles, labels = axes.get_legend_handles_labels()
    axes.legend(handles[::-1], labels[::-1], loc="upper left", bbox_to_anchor=(1, 1),
                title="message")
    return axes


def _say_instead(axes, words):
    """Says in an empty picture why it is; numbers on its axes would tell nothing."""
    axes.text(0.5, 0.5, words, transform=axes.transAxes, ha="center", va="center", color=GREY)
    axes.tick_params(labelbottom=False, labelleft=False)


def _edges(begins):
    """Where bins of time begin, and where the last one ends."""
    begins = _numbers(begins)
    return np.append(begins, begins[-1] + (begins[1] - begins[0] if len(begins) > 1 else 1))


def _held(values):
    """Values of bins with the last one again, for the end of its bin."""
    values = _numbers(values)
    return np.append(values, values[-1])


@styled
def damage(curves, axes=None, title=None):
    """Damage curves: the share of all peers in the largest component, by the share that is lost.

    `curves` maps names to frames with `lost_share` and `largest_share`, as `result.damage()` gives
    them; or it is one of these. The straight line is what is left if all others stay together.
    """
    axes = axes_or_new(axes)
    curves = curves if isinstance(curves, dict) else {None: curves}
    for number, (name, curve) in enumerate(curves.items()):
        curve = curve.sort_values("lost_share")
        axes.plot(curve["lost_share"], curve["largest_share"], label=name,
                  marker=MARKERS[number % len(MARKERS)], markevery=max(1, len(curve) // 12))
    axes.plot([0, 1], [1, 0], color=GREY, linestyle=":", linewidth=1.2, zorder=1,
              label="all that are left, together")
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    percent_ticks(axes.xaxis)
    percent_ticks(axes.yaxis)
    name_axes(axes, "peers lost (share of all)", "largest component (share of all)", title)
    _legend(axes, loc="upper right")
    return axes


@styled
def threshold(axes, at, text, colour=GREY, height=0.5):
    """A dashed vertical line with a word beside it, on the side that has more room."""
    axes.axvline(at, color=colour, linestyle="--", linewidth=1.2, zorder=1)
    low, high = axes.get_xlim()
    right = at > (low + high) / 2
    axes.annotate(text, (at, height), xycoords=("data", "axes fraction"), color=colour, fontsize=9,
                  bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1},
                  xytext=(-5 if right else 5, 0), textcoords="offset points",
                  ha="right" if right else "left", va="center")
    return axes


@styled
def legend(axes, **how):
    """The legend again, after something was added to a picture."""
    _legend(axes, **how)
    return axes


@styled
def network(net, values=None, axes=None, label=None, lost=(), faded=(), marked=(), names=None,
            title=None):
    """A network, as the program arranges it: nodes coloured by `values`, if there are any.

    `values` is a Series by node; nodes without one are pale, and so are those that are `faded`.
    `lost` are drawn as crosses, without their connections, and `marked` with a ring around them.
    Names are shown where nodes are few.
    """
    if "x" not in net.nodes:
        raise ValueError("too large to draw: %d nodes, expected at most 2,000" % len(net.nodes))
    axes = axes_or_new(axes)
    place = dict(zip(net.nodes.index, net.nodes[["x", "y"]].to_numpy()))
    _draw_links(axes, net.links, place, set(lost))
    there = net.nodes.index.difference(lost, sort=False)
    few = len(net.nodes) <= 60
    size = float(np.clip(9000 / max(len(net.nodes), 1), 14, 200))
    spots = np.array([place[node] for node in there]).reshape(-1, 2)
    bright = ~there.isin(faded)
    _draw_pale(axes, spots[~bright], size)
    values = None if values is None else values.reindex(there)
    _draw_nodes(axes, spots[bright], None if values is None else values[bright], size, label)
    if len(lost):
        gone = np.array([place[node] for node in lost])
        axes.scatter(*gone.T, marker="x", s=size * 0.5, color=ORANGE, linewidth=1.2, zorder=3,
                     label="lost")
    if len(marked):
        rings = np.array([place[node] for node in marked])
        axes.scatter(*rings.T, s=size * 2.6, facecolor="none", edgecolor=ORANGE, linewidth=2,
                     zorder=4)
    if few if names is None else names:
        _write_names(axes, place, values)
    axes.set_aspect("equal")
    axes.margins(0.06)
    axes.axis("off")
    if title:
        axes.set_title(title)
    return axes


def _draw_links(axes, links, place, lost):
    ends = [
        (place[one], place[other])
        for one, other in zip(links["from"], links["to"])
        if one not in lost and other not in lost
    ]
    axes.add_collection(LineCollection(ends, colors="#b5b5b5", linewidths=0.8, zorder=1))


def _draw_pale(axes, spots, size):
    axes.scatter(*spots.T, s=size, color=PALE, edgecolor="#777777", linewidth=0.6, zorder=2)


def _draw_nodes(axes, spots, values, size, label):
    if values is None:
        axes.scatter(*spots.T, s=size, color=SKY, edgecolor="#333333", linewidth=0.6, zorder=2)
        return
    numbers = _numbers(values)
    known = ~np.isnan(numbers)
    _draw_pale(axes, spots[~known], size)
    dots = axes.scatter(*spots[known].T, s=size, c=numbers[known], cmap="viridis_r",
                        edgecolor="#333333", linewidth=0.6, zorder=2)
    bar = axes.figure.colorbar(dots, ax=axes, shrink=0.7, pad=0.02)
    bar.outline.set_visible(False)
    bar.set_label(label or columns.label_of(str(values.name)))
    if (numbers[known] == np.round(numbers[known])).all():
        whole_ticks(bar.ax.yaxis)


def _write_names(axes, place, values):
    dark = set()
    if values is not None:
        numbers = pd.Series(_numbers(values), index=values.index)
        dark = set(numbers.index[numbers > (numbers.min() + numbers.max()) / 2])
    for node, (x, y) in place.items():
        axes.text(x, y, str(node), ha="center", va="center", fontsize=7, zorder=5,
                  color="white" if node in dark else "black")
