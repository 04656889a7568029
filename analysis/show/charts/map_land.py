"""What is held of the regions on a map, and what each party would leave: darker and hatched areas, to scale."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from analysis.estimates.estimate import Estimate
from analysis.label import Label
from analysis.messages import gettext
from analysis.show.charts.canvas import Sheet
from analysis.show.charts.drawing import PAPER, QUIET
from analysis.show.charts.map_parts import Ring, Rings, clip, cut_share, find_directions, measure_area, thin_out
from analysis.show.charts.marks import Canvas
from analysis.show.charts.meaning import get_look
from analysis.show.charts.typeface import LINE, measure_text
from analysis.show.frame import open_frame
from analysis.show.number import format_estimate
from analysis.show.other_frames import AnyFrame

HATCHES = ("//////", "\\\\\\\\\\\\", "++++", "xxxx")  # one a party, so that no reader needs to see colours
_OPACITY = 0.42  # of what is held
_SMALL = 0.02  # square inches: a smaller area is drawn again, enlarged
_INSET, _INSET_WORDS = 0.62, 2  # inches of an enlarged area, and lines of words below it
_AROUND = 1.6  # times the length of a small area that is shown around it
_GAP = 0.14  # inches between two of them
_NAMES = 1.15  # inches for the words below one, at most
_THIN = 1.2  # units of the shapes, between two points of an area that is drawn over its region


@dataclass(frozen=True)
class _Part:
    """What a party leaves of a region: the area in units of the shapes, and the number with its place in the data."""

    party: str
    region: str
    name: str
    area: Rings
    land: Estimate | None
    number: int | None


@dataclass(frozen=True)
class Land:
    """The land of a map. held: the darker areas. parts: plan -> what is left. totals: plan -> party -> its number.

    names: party -> its name with its grammatical forms.
    """

    outlines: Mapping[str, Rings]
    held: Rings = field(default_factory=list)
    holder: Label | None = None
    parts: Mapping[str, Sequence[_Part]] = field(default_factory=dict)
    totals: Mapping[str, Mapping[str, tuple[Estimate, int | None]]] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, Label | str] = field(default_factory=dict)

    def list_regions(self, plan: str) -> list[str]:
        """Returns the regions of which a party leaves a part under a plan."""
        return [part.region for part in self.parts.get(plan, ())]

    def draw(self, sheet: Sheet, plan: str, convert: Callable[[Ring], Ring]) -> None:
        """Draws what is held, and over it what each party leaves under a plan. convert: points of shapes -> inches."""
        for ring in self.held:
            _draw_ring(sheet, convert(ring), (QUIET, _OPACITY), "none")
        for part in self.parts.get(plan, ()):
            for ring in part.area:
                self._draw_left(sheet, convert(thin_out(ring, _THIN)), part.party)

    def _draw_left(self, sheet: Sheet, ring: Ring, party: str) -> None:
        hatch = HATCHES[list(self.colours).index(party) % len(HATCHES)]
        _draw_ring(sheet, ring, (PAPER, 0.5), self.colours[party], hatch)

    def measure_depth(self, scale: float) -> float:
        """Returns how many inches the key below each map takes. scale: inches a unit of the shapes."""
        lines = max((len(found) for found in self.totals.values()), default=0)
        small = any(self._list_small(plan, scale) for plan in self.parts)
        return lines * (LINE + 0.04) + (_INSET + _INSET_WORDS * LINE + 0.14) * small

    def _list_small(self, plan: str, scale: float) -> list[_Part]:
        return [p for p in self.parts.get(plan, ()) if p.area and measure_area(p.area) * scale**2 < _SMALL]

    def draw_key(self, sheet: Sheet, plan: str, x: float, y: float, width: float, scale: float) -> None:
        """Draws, from y down, how much land each party leaves under a plan, and the smallest areas enlarged."""
        for party, (land, number) in self.totals.get(plan, {}).items():
            self._draw_left(sheet, _make_swatch(x, y), party)
            # translators: land that a party gives up under a plan; how much follows
            end = sheet.write_text(x + 0.26, y + 0.06, gettext("{party} leaves", party=self.names[party]))
            sheet.write_text(end + 0.05, y + 0.06, format_estimate(land), bold=True, number=number)
            y += LINE + 0.04
        small = self._list_small(plan, scale)
        slot = min(_NAMES + _GAP, width / max(len(small), 1))
        for at, part in enumerate(small):
            self._draw_inset(sheet, part, x + at * slot, y + 0.04)

    def _draw_inset(self, sheet: Sheet, part: _Part, x: float, y: float) -> None:
        points = np.concatenate(part.area)
        low, high = points.min(axis=0), points.max(axis=0)
        side = max(float((high - low).max()) * _AROUND, 1e-6)
        corner = (low + high) / 2 - side / 2

        def place(ring: Ring) -> Ring:
            placed: Ring = (ring - corner) * (_INSET / side) + (x, y)
            return placed

        window = self.outlines[part.region]
        for direction, least in (
            (np.array([1.0, 0.0]), corner[0]),
            (np.array([-1.0, 0.0]), -corner[0] - side),
            (np.array([0.0, 1.0]), corner[1]),
            (np.array([0.0, -1.0]), -corner[1] - side),
        ):
            window = clip(window, direction, least)
        for ring in window:
            _draw_ring(sheet, place(ring), "none", QUIET)
        for ring in part.area:
            self._draw_left(sheet, place(ring), part.party)
        sheet.write_text(x, y + _INSET + LINE / 2 + 0.02, part.name)
        if part.land is not None:
            text = format_estimate(part.land)
            sheet.write_text(x, y + _INSET + 1.5 * LINE + 0.02, text, bold=True, number=part.number)

    def draw_holder(self, sheet: Sheet, x: float, y: float) -> float:
        """Draws what the darker areas mean, with its middle at y; returns where it ends, x if nothing is held."""
        if not self.held:
            return x
        _draw_ring(sheet, _make_swatch(x, y - 0.06), (QUIET, _OPACITY), QUIET)
        return sheet.write_text(x + 0.26, y, self.describe_holder()) + 0.22

    def describe_holder(self) -> str:
        """Returns what the darker areas mean."""
        return gettext("Held by {holder}", holder=self.holder) if self.holder else gettext("Held")

    def measure_holder(self) -> float:
        """Returns how many inches `draw_holder` takes."""
        return 0.48 + measure_text(self.describe_holder())


def prepare_land(
    outlines: Mapping[str, Rings],
    held: Mapping[str, Estimate],
    holder: Label | None,
    land: AnyFrame | None,
    numbers: Sequence[int],
) -> Land:
    """Returns what `regions` draws of its `held` and `land`. numbers: the identities of the numbers in the data."""
    shares = {region: share.to("one").value for region, share in held.items() if region in outlines}
    directions = find_directions(outlines, shares)
    dark = {region: cut_share(outlines[region], share, directions[region]) for region, share in shares.items()}
    parts: dict[str, list[_Part]] = {}
    totals: dict[str, dict[str, tuple[Estimate, int | None]]] = {}
    colours: dict[str, str] = {}
    names: dict[str, Label | str] = {}
    for row in [] if land is None else open_frame(land, "regions, land").to_dict("records"):
        plan, party, size = str(row["plan"]), str(row["party"]), row["land"]
        names.setdefault(party, row["party"])
        colours.setdefault(party, get_look(row["party"], len(colours)).colour)
        place = numbers.index(id(size)) if size is not None and id(size) in numbers else None
        if size is not None:
            totals.setdefault(plan, {})[party] = (size, place)  # the last of a party's rows has all of them
        region = row["region"].id
        if region in outlines:
            area: Rings = []
            if row["share"] is not None and region in shares:
                part = row["share"].to("one").value
                is_held = np.isclose(part, shares[region]) and not np.isclose(part, 1 - shares[region])
                way = directions[region] if is_held else -directions[region]
                area = cut_share(outlines[region], part, way)
            parts.setdefault(plan, []).append(_Part(party, region, str(row["region"]), area, size, place))
    rings = [thin_out(ring, _THIN) for found in dark.values() for ring in found]
    return Land(outlines, rings, holder, parts, totals, colours, names)


def _make_swatch(x: float, y: float) -> Ring:
    return np.array([(x, y), (x + 0.2, y), (x + 0.2, y + 0.12), (x, y + 0.12)])


def _draw_ring(sheet: Sheet, points: Ring, fill: str | tuple[str, float], edge: str, hatch: str = "") -> None:
    def draw(canvas: Canvas) -> None:
        from matplotlib.patches import Polygon

        width = 0.9 if hatch else 0.5
        area = Polygon(
            points, closed=True, facecolor=fill, edgecolor=edge, linewidth=width, clip_on=False, hatch=hatch or None
        )
        canvas.add_artist(area, points[:, 1])

    sheet.marks.append(draw)
