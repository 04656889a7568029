"""What a notebook shows of an object: HTML in which every number opens the card that it opens on a page.

`views` finds what there is to show of each kind of object, `output` adds the notes behind its numbers and `assets`
the style sheet and the script. Nothing below this room knows of it: `analysis.front_end` imports it by name.
"""

from analysis.display.output import write_output
from analysis.display.views import build_view

__all__ = ["render_html"]


def render_html(shown: object) -> str:
    """Returns an object as HTML for a notebook. Raises TypeError for one that nothing describes.

    >>> from analysis import load_case
    >>> "Where this number comes from" in render_html(load_case()["reconstruction.need"])
    True
    """
    return write_output(build_view(shown))
