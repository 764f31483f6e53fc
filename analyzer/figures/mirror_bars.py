"""The mirror as a Plotly figure, for notebooks and slides: the numbers of `mirror.py` as bars around a line."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from analyzer.document import AlignmentDocument
from analyzer.figures.mirror_stages import Half, MirrorStage, mirror_stages, scale_of
from analyzer.figures.plotly_style import CONFIG, colour, plain, style
from analyzer.words import sentences, wording
from analyzer.words.language import say

MIME = "application/vnd.plotly.v1+json"


class MirrorFigure(go.Figure):
    """A Plotly figure that shows itself without the network: no library from elsewhere, no button that uploads."""

    # Each call gets a copy of CONFIG, for Plotly takes keys out of what it is given.
    _ipython_display_ = None  # Plotly's own asks a renderer, which knows nothing of CONFIG

    def show(self, *given: Any, **further: Any) -> Any:
        """As Plotly's, without the button that uploads."""
        return super().show(*given, **{"config": dict(CONFIG), **further})

    def to_html(self, *given: Any, **further: Any) -> Any:
        """As Plotly's, without the button that uploads."""
        return super().to_html(*given, **{"config": dict(CONFIG), **further})

    def write_html(self, *given: Any, **further: Any) -> Any:
        """As Plotly's, without the button that uploads."""
        return super().write_html(*given, **{"config": dict(CONFIG), **further})

    def _repr_html_(self) -> str:
        return str(self.to_html(full_html=False, include_plotlyjs=True))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None, **further: Any) -> dict[str, Any]:
        """For a notebook: the figure itself, and HTML that holds all it needs."""
        return {MIME: {**self.to_plotly_json(), "config": dict(CONFIG)}, "text/html": self._repr_html_()}


def mirror_bars(document: AlignmentDocument) -> MirrorFigure:
    """The stages side by side: what customers feel above the line of visibility, what the company measures below it.

    Shares of a stage's rated visits, the same scale above and below; whiskers: the 95 % interval of the hidden and of
    the unfelt part. A stage of which one side alone is known is drawn faint; one without any has no bar.
    """
    stages = mirror_stages(document)
    names = [plain(stage.name) for stage in stages]
    figure = MirrorFigure()
    for name, words, side in (("shared", say("mirror_bars.seen_by_both"), 1), ("hidden", say("word.hidden"), 1)):
        figure.add_trace(_bars(stages, names, name, words, side))
    for name, words, side in (("shared", "", -1), ("unfelt", say("mirror_bars.unfelt"), -1)):
        figure.add_trace(_bars(stages, names, name, words, side))
    scale = scale_of(stages) if stages else 1.0
    style(figure, height=420)
    ticks = [step * scale / 2 for step in (-2, -1, 0, 1, 2)]
    figure.update_layout(
        barmode="relative",
        bargap=0.35,
        hovermode="closest",
        title={"text": plain(sentences.headline(document)), "font": {"size": 14}, "x": 0, "xref": "paper"},
        margin={"l": 8, "r": 16, "t": 84, "b": 8},
    )
    figure.update_yaxes(
        range=[-scale * 1.05, scale * 1.05],
        tickvals=ticks,
        ticktext=[wording.percent(abs(tick)) for tick in ticks],
        title=say("mirror_bars.off_target_unhappy"),
    )
    figure.add_hline(y=0, line={"color": colour("ink"), "width": 1.5})
    return figure


def _bars(stages: list[MirrorStage], names: list[str], part: str, words: str, side: int) -> Any:
    """One colour on one side of the line."""
    halves = [stage.felt if side > 0 else stage.measured for stage in stages]
    shared = part == "shared"
    values = [_share(half, shared) for half in halves]
    bars: dict[str, Any] = {
        "x": names,
        "y": [None if value is None else side * value for value in values],
        "name": words or say("mirror_bars.seen_by_both"),
        "showlegend": bool(words),
        "marker": {"color": colour(part), "opacity": [1.0 if half.state == "split" else 0.45 for half in halves]},
        "customdata": [plain(" · ".join(stage.tip)).replace(" · ", "<br>") for stage in stages],
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    if not shared:
        bars["error_y"] = _whiskers(halves, side)
    return go.Bar(**bars)


def _share(half: Half, shared: bool) -> float | None:
    if half.state == "nothing":
        return None
    return half.shared if shared else half.own


def _whiskers(halves: list[Half], side: int) -> dict[str, Any]:
    """The interval of the part that only this side sees; Plotly measures from the end of the bar."""
    up = [0.0 if half.high is None else max(half.high - half.own, 0.0) for half in halves]
    down = [0.0 if half.low is None else max(half.own - half.low, 0.0) for half in halves]
    away, back = (up, down) if side > 0 else (down, up)
    return {
        "type": "data",
        "symmetric": False,
        "array": away,
        "arrayminus": back,
        "color": colour("ink"),
        "thickness": 1,
        "width": 3,
    }
