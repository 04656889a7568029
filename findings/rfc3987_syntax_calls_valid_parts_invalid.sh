#!/usr/bin/env bash
# rfc3987-syntax 1.1.0 with lark 1.3.1: `is_valid_syntax` answers False for every term but three, whatever the value.
#
# Its README lists the terms that `is_valid_syntax(term, value)` and `parse` take, as does RFC3987_SYNTAX_TERMS, and gives
# each a function of its own. jsonschema and nbformat install it to check IRIs (its extra `format-nongpl`).
# Seen: only "iri", "iri_reference" and "absolute_iri" are starts of its parser; for the others lark's error about the start
# is taken for one about the value, so that valid values are invalid, while the term's own function says that they are
# valid. RFC 3987, 2.2: port "80" and IPv4address "192.0.2.1" are what the terms ask for. `parse` raises.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q rfc3987-syntax==1.1.0 lark==1.3.1
cd "$work"
said=$("$work/env/bin/python" -c "
import rfc3987_syntax as syntax
for term, value in (('iri', 'http://example.org/ü'), ('port', '80'), ('ipv4address', '192.0.2.1'), ('irelative_ref', '../a')):
    own = getattr(syntax, 'is_valid_syntax_' + term)(value)
    print(term, term in syntax.RFC3987_SYNTAX_TERMS, syntax.is_valid_syntax(term, value), own)
try:
    syntax.parse('port', '80')
except Exception as error:
    print(type(error).__name__)
print(syntax.is_valid_syntax('no such term', 'x'))")
echo "$said"
[ "$said" = "iri True True True
port True False True
ipv4address True False True
irelative_ref True False True
ConfigurationError
False" ]
