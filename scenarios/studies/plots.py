"""Plots for a study, as SVG files whose bytes depend on nothing but the numbers in them."""

from pathlib import Path

from runs import refuse

# In a checkout, and where both are installed: all pictures of rippletank look alike.
SHARE = Path(__file__).resolve().parents[2]
SHEETS = [SHARE / at / "rippletank" / "rippletank.mplstyle" for at in ("analysis", "python")]
MARKERS = "osD^vPX*"


def line_plot(file, title, xlabel, x, lines, ylabel, log_x=False, log_y=False):
    """Draws lines over the same values of x, a dictionary from their names to their values."""
    try:
        import matplotlib
    except ImportError:
        refuse("plots need matplotlib; install the package python3-matplotlib", 1)
    matplotlib.use("svg")
    import matplotlib.pyplot as pyplot

    matplotlib.style.use([str(sheet) for sheet in SHEETS if sheet.is_file()])
    many = len(lines) > 5  # a legend of so many would cover some of them
    figure, axes = pyplot.subplots(figsize=(8.4, 4) if many else None)
    for number, (name, values) in enumerate(lines.items()):
        marker = MARKERS[number % len(MARKERS)] if len(x) < 30 else None
        axes.plot(x, values, marker=marker, label=name)
    axes.set(title=title, xlabel=xlabel, ylabel=ylabel)
    if log_x:
        axes.set_xscale("log")
    if log_y:
        axes.set_yscale("log")
    axes.legend(**({"loc": "upper left", "bbox_to_anchor": (1, 1)} if many else {}))
    for axis, is_log in ((axes.xaxis, log_x), (axes.yaxis, log_y)):
        if is_log:
            axis.set_major_formatter(matplotlib.ticker.FormatStrFormatter("%g"))
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, metadata={"Date": None})
    pyplot.close(figure)
