"""Addresses of folders: which text is one, what of it may be printed, and what the folder is called.

An address is what fsspec takes: a protocol and a path, or several joined by `::`, as in `zip://case::s3://b/all.zip`.
Every command imports this module, so it imports next to nothing itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analysis.errors import UsageError

DESCRIPTOR = "datapackage.json"
WEB = ("http", "https")
_PROTOCOLS = (
    *("abfs", "abfss", "adl", "az", "dropbox", "file", "ftp", "gcs", "gdrive", "git", "github", "gs", "hdfs", "hf"),
    *("http", "https", "memory", "oss", "s3", "s3a", "sftp", "smb", "ssh", "webdav", "webhdfs", "zip"),
)
# Where what stands before an @ is part of the place: a container, a repository, the name of a user.
_NAMED_BEFORE_AT = ("abfs", "abfss", "adl", "az", "git", "github", "wasb", "wasbs")
_FILE = "file://"
# What stands before an @ is a name and a secret, which may hold a slash, but no host and port; or a name.
_LINK = r"(?s)(?P<protocol>[A-Za-z][\w+.-]*)://(?:(?P<user>[^/:@]*:(?!\d+(?:/|$))[^@]*|[^/@]*)@)?(?P<rest>.*)"
_ENDING = r"(?i)\.(zip|tar|tar\.gz|tgz)$"


def is_address(text: str) -> bool:
    """Returns whether a text is an address, and no path of this machine.

    Raises UsageError for what is all but one, such as `s3:/bucket/case`.

    >>> is_address("s3://bucket/case"), is_address("data/my-case"), is_address("zip::memory://case.zip")
    (True, False, True)
    """
    if "://" in text or "::" in text:
        return True
    before, _, rest = text.partition("/")
    protocol = before.removesuffix(":")
    if protocol.lower() in _PROTOCOLS and (before != protocol or rest.startswith("/")):
        meant = hide_secrets(f"{protocol}://{rest.lstrip('/')}")
        raise UsageError(f"{text.partition('?')[0]!r} is no address: :// follows a protocol; was {meant} meant?")
    return False


def is_remote(text: str) -> bool:
    """Returns whether a text is an address other than that of a folder of this machine. Raises as `is_address`.

    >>> is_remote("s3://bucket/case"), is_remote("file:///data/case")
    (True, False)
    """
    return is_address(text) and not (text.lower().startswith(_FILE) and "::" not in text)


def strip_file(text: str) -> str:
    """Returns a path of this machine without the protocol that it may be given with.

    >>> strip_file("file:///data/case"), strip_file("data/case")
    ('/data/case', 'data/case')
    """
    return text[len(_FILE) :] if text.lower().startswith(_FILE) else text


def split_chain(address: str) -> list[str]:
    """Returns the links of a chain of addresses, the innermost first.

    >>> split_chain("zip://case::s3://bucket/all.zip")
    ['zip://case', 's3://bucket/all.zip']
    """
    return address.split("::")


def lower_protocols(address: str) -> str:
    """Returns an address with its protocols in small letters: it is the same in capitals, and fsspec knows it so.

    >>> lower_protocols("ZIP://Case::S3://Bucket/all.zip")
    'zip://Case::s3://Bucket/all.zip'
    """
    links = (link.partition("://") for link in split_chain(address))
    return "::".join(f"{protocol.lower() if mark else protocol}{mark}{rest}" for protocol, mark, rest in links)


def get_protocol(address: str) -> str:
    """Returns the protocol of an address, in small letters; of a chain, that of its first link.

    >>> get_protocol("S3://bucket/case"), get_protocol("zip::memory://case.zip")
    ('s3', 'zip')
    """
    return split_chain(address)[0].partition("://")[0].lower()


def hide_secrets(address: str) -> str:
    """Returns an address without keys, passwords and the query of a signed address: what may be printed and published.

    >>> hide_secrets("https://me:word@example.org/case?X-Amz-Signature=1f")
    'https://example.org/case'
    >>> hide_secrets("zip://a::s3://KEY:SECRET@bucket/all.zip"), hide_secrets("abfs://data@account.host/case")
    ('zip://a::s3://bucket/all.zip', 'abfs://data@account.host/case')
    >>> hide_secrets("s3://KEY:SEC/RET@bucket/forces@basis=all"), hide_secrets("ftp://host:21/a@b")
    ('s3://bucket/forces@basis=all', 'ftp://host:21/a@b')
    """
    return "::".join(map(_hide_in_link, split_chain(lower_protocols(address))))


def _hide_in_link(link: str) -> str:
    found = re.match(_LINK, link)
    if not found:
        return link.partition("?")[0] if "@" not in link else link.rpartition("@")[2].partition("?")[0]
    protocol, user, rest = found["protocol"], found["user"] or "", found["rest"].partition("?")[0]
    if protocol.lower() in WEB:
        rest = rest.partition("#")[0]
    kept = f"{user}@" if user and protocol.lower() in _NAMED_BEFORE_AT else ""
    return f"{protocol}://{kept}{rest}"


def join_address(address: str, *names: str) -> str:
    """Returns the address of what is in a folder at an address.

    >>> join_address("s3://bucket/reports/", "my-case", "index.html")
    's3://bucket/reports/my-case/index.html'
    >>> join_address("https://example.org/case?token=1", "claims.csv")
    'https://example.org/case/claims.csv?token=1'
    """
    first, *others = split_chain(address)
    protocol, mark, path = first.partition("://")
    query = ""
    if protocol.lower() in WEB:
        path, sign, query = path.partition("?")
        query = sign + query
    parts = [part for part in (path.rstrip("/") if path.strip("/") else path.strip("/"), *names) if part]
    return "::".join([f"{protocol}{mark}{'/'.join(parts)}{query}", *others])


def strip_descriptor(address: str) -> str:
    """Returns the address of the folder that holds a data package, which may be given instead.

    >>> strip_descriptor("https://example.org/case/datapackage.json?token=1")
    'https://example.org/case?token=1'
    """
    first, *others = split_chain(address)
    path, sign, query = first.partition("?") if get_protocol(address) in WEB else (first, "", "")
    return "::".join([path.removesuffix(f"/{DESCRIPTOR}") + sign + query, *others])


def name_folder_at(address: str) -> str:
    """Returns what the folder at an address is called. Raises UsageError if that can be no folder's name here.

    >>> name_folder_at("s3://bucket/my-case/"), name_folder_at("zip::s3://bucket/my-case.zip")
    ('my-case', 'my-case')
    """
    from urllib.parse import unquote

    for link in split_chain(hide_secrets(address)):
        path = link.partition("://")[2] if "://" in link else ""
        if link.startswith(WEB) and "/" not in path.rstrip("/"):
            path = path.partition(":")[0]  # a host without its port
        name = path.rstrip("/").rpartition("/")[2]
        name = re.sub(_ENDING, "", unquote(name) if link.startswith(WEB) else name)
        if name:
            break
    else:
        raise UsageError(f"{hide_secrets(address)} names no folder; give the address of one.")
    if "/" in name or describe_unusable([name]):
        raise UsageError(f"{hide_secrets(address)}: no folder here can be called {name!r}; rename it there.")
    return name


def describe_unusable(names: Sequence[str]) -> str:
    """Returns why files of some names cannot lie in one folder on every system, in a few words; '' if they can.

    names: paths within the folder, with `/`.

    >>> describe_unusable(["claims.csv", "notebooks/a.ipynb"]), describe_unusable(["a.csv", "A.csv"])
    ('', "'a.csv' and 'A.csv' are one name where capitals are not told apart")
    """
    taken: dict[str, str] = {}
    for name in names:
        parts = name.split("/")
        if any(part in ("", ".", "..") or part != part.strip() or part.endswith(".") for part in parts):
            return f"{name!r} is no path within a folder"
        if any(not letter.isprintable() or letter in '\\:*?"<>|' for letter in name):
            return f"{name!r} holds a character that some systems allow in no file's name"
        if (other := taken.setdefault(name.casefold(), name)) != name:
            return f"{other!r} and {name!r} are one name where capitals are not told apart"
    folders: dict[str, str] = {}
    for name in names:
        for end in (at for at, letter in enumerate(name) if letter == "/"):
            folder = name[:end]
            if folder.casefold() in taken:
                return f"{taken[folder.casefold()]!r} is a file and a folder"
            if (other := folders.setdefault(folder.casefold(), folder)) != folder:
                return f"the folders {other!r} and {folder!r} are one where capitals are not told apart"
    return ""
