#!/usr/bin/env bash
# langcodes 3.5.1: `tag_is_valid` calls three tags valid that BCP 47 (RFC 5646) does not have.
#
# RFC 5646, 2.1 and 2.2: subtags are joined by hyphens; a language that has a code of two letters is written with it (the
# registry lists `uk`, and no `ukr`); a region is one of the registry, which has GB and no UK.
# Expected: False for `en_US`, `en-UK` and `ukr`, as its docstring speaks of valid language tags.
# Seen: True for all three, while `jp` and `xx` are False. It normalises a tag first, and judges what comes of it; that an
# underscore is taken stands in the README, under parsing, not under validity. Comparing `standardize_tag(tag)` with the
# tag itself tells them apart.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q langcodes==3.5.1
said=$("$work/env/bin/python" -c "
from langcodes import standardize_tag, tag_is_valid
for tag in ('en_US', 'en-UK', 'ukr', 'jp', 'zh-Hans'):
    print(tag, tag_is_valid(tag), standardize_tag(tag))")
echo "$said"
[ "$said" = "en_US True en-US
en-UK True en-GB
ukr True uk
jp False jp
zh-Hans True zh-Hans" ]
