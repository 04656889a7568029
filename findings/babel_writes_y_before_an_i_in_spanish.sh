#!/usr/bin/env bash
# Babel 2.19.0: a list in Spanish ends in "y Irlanda", where Spanish, and ICU with the same data, has "e Irlanda".
#
# CLDR's list patterns hold one word for each language, so that Babel, which fills them in, cannot do otherwise; the
# Royal Academy's "Diccionario panhispánico de dudas", under "y", has "e" before a word that begins with the sound of i.
# ICU's ListFormatter does it in code beside the data, in Spanish for "y" and "o". Node's Intl is made of ICU.
# Seen: Babel writes y and o throughout; where node is installed, Intl writes e and u before the vowel.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q babel==2.19.0
cd "$work"
said=$("$work/env/bin/python" -c "
from babel.lists import format_list
print(format_list(['Francia', 'Irlanda'], locale='es'), '|', format_list(['siete', 'ocho'], style='or', locale='es'))")
echo "Babel: $said"
[ "$said" = "Francia y Irlanda | siete o ocho" ]
if command -v node >/dev/null; then
    icu=$(node -e '
const list = (type, ...words) => new Intl.ListFormat("es", { type }).format(words);
console.log(list("conjunction", "Francia", "Irlanda"), "|", list("disjunction", "siete", "ocho"));')
    echo "ICU: $icu"
    [ "$icu" = "Francia e Irlanda | siete u ocho" ]
fi
