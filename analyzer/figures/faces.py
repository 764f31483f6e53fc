"""Two faces of one figure: a wide drawing and one for narrow screens, of which the stylesheet shows one."""

from __future__ import annotations

from html import escape


def faces(name: str, wide: str, narrow: str) -> str:
    """Both drawings as HTML, in a container whose width decides; `name` is its class. Empty without a drawing."""
    if not wide:
        return ""
    classes = escape(f"faces {name}", quote=True)
    return f'<div class="{classes}"><div class="face-wide">{wide}</div><div class="face-narrow">{narrow}</div></div>'
