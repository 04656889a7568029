"""The Markdown of a text cell as HTML, read as Jupyter reads it, with footnotes beside what nbconvert knows."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any

FORMULA = "communique-formula"
"""The element that stands for mathematics in TeX; its attribute `display` is there if it stands on its own line."""


@cache
def _build_parser() -> Any:
    from mistune import HTMLRenderer
    from mistune.plugins import import_plugin
    from nbconvert.filters.markdown_mistune import MarkdownWithMath

    class Renderer(HTMLRenderer):
        """Markup of the author is kept; reading the HTML decides what of it is shown."""

        def block_math(self, text: str) -> str:
            return f'<{FORMULA} display="">{escape(text)}</{FORMULA}>'

        def inline_math(self, text: str) -> str:
            return f"<{FORMULA}>{escape(text)}</{FORMULA}>"

        def latex_environment(self, name: str, body: str) -> str:
            return self.block_math(rf"\begin{{{name}}}{body}\end{{{name}}}")

    names = ("footnotes", *MarkdownWithMath.DEFAULT_PLUGINS)
    plugins: list[Any] = [import_plugin(name) for name in names]
    return MarkdownWithMath(Renderer(escape=False, allow_harmful_protocols=True), plugins=plugins)


def convert_markdown(source: str) -> str:
    """Returns the Markdown of a text cell as HTML.

    >>> convert_markdown("a *b* ~~c~~ $x^2$").strip()
    '<p>a <em>b</em> <del>c</del> <communique-formula>x^2</communique-formula></p>'
    """
    return str(_build_parser()(source))
