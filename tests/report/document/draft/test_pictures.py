"""Pictures of a draft: what they are, how large, and that none comes from outside the notebook's folder."""

from __future__ import annotations

import io
from base64 import b64encode

import pytest
from PIL import Image

from analysis.report.document.draft.pictures import PictureReader


def draw(kind: str, size=(3, 2), **given) -> bytes:
    packed = io.BytesIO()
    Image.new("RGB", size, "red").save(packed, kind, **given)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("kind", "known"), [("PNG", "png"), ("JPEG", "jpeg"), ("GIF", "gif"), ("BMP", "png"), ("WEBP", "png")]
)
def test_pictures_of_every_kind_are_read_and_others_become_png(kind, known):
    picture = PictureReader().read_output(f"image/{kind.lower()}", b64encode(draw(kind)).decode(), "red")
    assert (picture.kind, picture.width, picture.height, picture.alt) == (known, 3, 2, "red")
    assert Image.open(io.BytesIO(picture.data)).size == (3, 2)


def test_a_picture_for_a_fine_screen_is_shown_at_its_size_in_inches():
    picture = PictureReader().read(draw("PNG", (384, 192), dpi=(192, 192)), "x")
    assert (round(picture.width), round(picture.height)) == (192, 96)


def test_svg_in_points_and_without_a_namespace():
    picture = PictureReader().read(b'<svg width="72pt" height="36pt"><path d="M0 0"/></svg>', "x")
    assert (picture.width, picture.height) == (96, 48)
    assert picture.data.startswith(b'<svg xmlns="http://www.w3.org/2000/svg"')


@pytest.mark.parametrize("data", [b"", b"no picture", b"<svg><broken", draw("PNG")[:40]])
def test_what_cannot_be_read_is_no_picture(data):
    assert PictureReader().read(data, "x") is None


def test_an_attachment_is_found_by_its_name_and_by_its_name_as_it_is_in_an_address():
    for kept in ("a b.png", "a%20b.png"):
        reader = PictureReader(attachments={kept: {"image/png": b64encode(draw("PNG")).decode()}})
        assert reader.read_address("attachment:a%20b.png", "x") is not None


def test_attachments_data_addresses_and_files_beside_the_notebook(tmp_path):
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "in.png").write_bytes(draw("PNG"))
    (tmp_path / "out.png").write_bytes(draw("PNG"))
    text = b64encode(draw("PNG")).decode()
    reader = PictureReader(tmp_path / "book", {"a b.png": {"image/png": text}})
    names = ("attachment:a%20b.png", f"data:image/png;base64,{text}", "in.png")
    assert [reader.read_address(one, "x").name for one in names] == ["picture-1.png", "picture-2.png", "picture-3.png"]
    for place in (
        "../out.png",
        str(tmp_path / "out.png"),
        "https://x.org/in.png",
        "attachment:none.png",
        "file:in.png",
    ):
        assert reader.read_address(place, "x") is None
