"""Petri nets as files."""

from __future__ import annotations

from typing import Any

from analyzer.mining.discovery import to_petri_net
from analyzer.mining.door import open_door


def pnml(tree: Any) -> bytes:
    """A process tree as a Petri net in PNML (ISO/IEC 15909-2), with its initial and final marking."""
    net, initial, final = to_petri_net(tree)
    open_door()
    from pm4py.objects.petri_net.exporter.variants import pnml as exporter

    text = exporter.export_petri_as_string(net, initial, final_marking=final)
    return text if isinstance(text, bytes) else str(text).encode("utf-8")
