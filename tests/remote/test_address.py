"""Addresses: which texts are some, what of them is never printed, what lies together on every system."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import UsageError
from analysis.remote.address import (
    describe_unusable,
    hide_secrets,
    is_address,
    is_remote,
    join_address,
    name_folder_at,
    strip_descriptor,
    strip_file,
)

SECRETS = st.text(st.characters(codec="ascii", exclude_characters="@:?#/", categories=("L", "N", "P")), min_size=8)


@pytest.mark.parametrize("text", ["data/my-case", "my-case", "reports//x", "C:/cases/a", "../a", "s3", "httpx//a", ""])
def test_a_path_is_no_address(text):
    assert not is_address(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [("ftp//x", "ftp://x"), ("s3:/b/x", "s3://b/x"), ("https:/e.org/a?key=1", "https://e.org/a"), ("gs//b", "gs://b")],
)
def test_what_is_all_but_an_address_is_said_with_what_was_meant(text, meant):
    with pytest.raises(UsageError, match=f"was {meant} meant"):
        is_address(text)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("s3://bucket/a b/@x", "s3://bucket/a b/@x"),
        ("s3://bucket/forces@basis=all/x", "s3://bucket/forces@basis=all/x"),
        ("github://org:repo@1f2e/data", "github://org:repo@1f2e/data"),
        ("https://TOKEN@example.org/a#b", "https://example.org/a"),
        ("ftp://me:wo/rd@host:21/a", "ftp://host:21/a"),
        ("zip://a::https://e.org/all.zip?sig=1", "zip://a::https://e.org/all.zip"),
        ("simplecache::s3://K:S@bucket/a", "simplecache::s3://bucket/a"),
        ("HTTPS://me:word@Example.org/A", "https://Example.org/A"),
    ],
)
def test_secrets_are_hidden_and_nothing_else(address, shown):
    assert hide_secrets(address) == shown


@given(SECRETS, st.sampled_from(["s3", "https", "sftp", "webdav"]))
def test_no_secret_of_any_spelling_is_shown(secret, protocol):
    shown = hide_secrets(f"zip://in::{protocol}://key:{secret}@host/folder?signature={secret}")
    assert shown == f"zip://in::{protocol}://host/folder"


def test_a_folder_of_this_machine_may_be_given_as_an_address():
    assert (is_remote("file:///data/case"), is_remote("zip::file:///data/case.zip")) == (False, True)
    assert strip_file("FILE:///data/case") == "/data/case"


def test_names_are_joined_before_a_query_and_within_the_first_link():
    assert join_address("memory://", "a", "b") == "memory://a/b"
    assert join_address("zip://in::s3://b/all.zip", "a") == "zip://in/a::s3://b/all.zip"
    assert join_address("https://e.org/case/?sig=a/b", "a.csv") == "https://e.org/case/a.csv?sig=a/b"


def test_the_folder_that_holds_a_data_package_is_meant_by_it():
    assert strip_descriptor("s3://b/case/datapackage.json") == "s3://b/case"
    assert strip_descriptor("https://e.org/case/datapackage.json?sig=1") == "https://e.org/case?sig=1"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://e.org/my%20case/?a=/b", "my case"),
        ("https://e.org:8000/", "e.org"),
        ("s3://bucket", "bucket"),
        ("zip://::s3://b/my-case.tar.gz", "my-case"),
    ],
)
def test_a_copy_is_called_as_the_folder_is(address, name):
    assert name_folder_at(address) == name


@pytest.mark.parametrize("address", ["memory://", "s3://", "https://e.org/..", "https://e.org/a%2Fb", "s3://b/a:b"])
def test_what_can_be_no_folder_s_name_is_refused(address):
    with pytest.raises(UsageError):
        name_folder_at(address)


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["a/b.csv", "a/c.csv", "d.csv"], ""),
        (["../a.csv"], "no path within a folder"),
        (["/etc/passwd"], "no path within a folder"),
        (["a//b"], "no path within a folder"),
        (["a\\b"], "a character that some systems allow"),
        (["a\nb"], "a character that some systems allow"),
        (["Claims.csv", "claims.csv"], "one name where capitals"),
        (["A/b", "a/c"], "are one where capitals"),
        (["notebooks", "Notebooks/a"], "a file and a folder"),
    ],
)
def test_names_that_cannot_lie_together_are_said(names, reason):
    found = describe_unusable(names)
    assert (reason in found, bool(found)) == (True, bool(reason))
