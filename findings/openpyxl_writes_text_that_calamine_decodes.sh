#!/usr/bin/env bash
# openpyxl 3.1.5 and python-calamine 0.9.1: text such as _x0041_ in a cell comes back as another text, without an error.
#
# ECMA-376 part 1, 22.9.2.19 (ST_Xstring): _xHHHH_ stands for a character, and a text that holds those signs themselves is
# written with its first underscore as _x005F_. openpyxl writes the text as it is, and reads it as it is; calamine decodes.
# The same file, read by pandas with one engine or the other, therefore differs.
# Seen: "code_x0041_b" written; openpyxl reads it back, calamine and so pandas read "codeAb".
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -q openpyxl==3.1.5 python-calamine==0.9.1 pandas==3.1.1
cd "$work"
said=$("$work/env/bin/python" -W ignore -c "
import openpyxl, pandas as pd
book = openpyxl.Workbook()
book.active.append(['name'])
book.active.append(['code_x0041_b'])
book.save('names.xlsx')
for engine in ('openpyxl', 'calamine'):
    print(engine, pd.read_excel('names.xlsx', engine=engine).name[0])")
echo "$said"
[ "$said" = "openpyxl code_x0041_b
calamine codeAb" ]
