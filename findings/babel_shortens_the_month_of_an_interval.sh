#!/usr/bin/env bash
# Babel 2.19.0: a date asked for with the month in full has it in full, an interval asked for in the same way has it short.
#
# Unicode Technical Standard 35, "Dates", matching skeletons: once the best match is found, the lengths of its fields are
# adjusted to those asked for; CLDR has `yMMMd` for an interval within a month and leaves `yMMMMd` to that rule. Babel's
# `match_skeleton` finds `yMMMd` and says in a comment that patterns are not expanded yet.
# Seen: no error, "December 23, 2025" beside "Dec 23 – 28, 2025"; Ukrainian, German and French alike.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q babel==2.19.0
cd "$work"
said=$("$work/env/bin/python" -c "
from datetime import date
from babel.dates import format_interval, format_skeleton
start, end = date(2025, 12, 23), date(2025, 12, 28)
for locale in ('en', 'uk', 'de', 'fr'):
    one = format_skeleton('yMMMMd', start, locale=locale)
    both = format_interval(start, end, 'yMMMMd', locale=locale)
    print(*f'{locale} | {one} | {both}'.split())")
echo "$said"
grep -q "^en | December 23, 2025 | Dec 23" <<<"$said"
grep -q "^uk | 23 грудня 2025 р. | 23–28 груд" <<<"$said"
grep -q "^de | 23. Dezember 2025 | 23.–28. Dez" <<<"$said"
grep -q "^fr | 23 décembre 2025 | 23–28 déc" <<<"$said"
