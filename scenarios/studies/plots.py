"""Plots for a study, as SVG files whose bytes depend on nothing but the numbers in them."""

from pathlib import Path

from runs import refuse


def line_plot(file, title, xlabel, x, lines, ylabel, log_x=False, log_y=False):
    """Draws lines over the same values of x, a dictionary from their names to their values."""
    try:
        import matplotlib
    except ImportError:
        refuse("plots need matplotlib; install the package python3-matplotlib", 1)
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "rippletank", "svg.fonttype": "none"})
    import matplotlib.pyplot as pyplot

    figure, axes = pyplot.subplots(figsize=(6.4, 4), layout="constrained")
    for name, values in lines.items():
        axes.plot(x, values, marker="." if len(x) < 30 else None, label=name)
    axes.set(title=title, xlabel=xlabel, ylabel=ylabel)
    if log_x:
        axes.set_xscale("log")
    if log_y:
        axes.set_yscale("log")
    axes.grid(True, which="major", alpha=0.3)
    axes.legend()
    for axis, is_log in ((axes.xaxis, log_x), (axes.yaxis, log_y)):
        if is_log:
            axis.set_major_formatter(matplotlib.ticker.FormatStrFormatter("%g"))
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, metadata={"Date": None})
    pyplot.close(figure)
