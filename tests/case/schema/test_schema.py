"""Every table that a module of the schema has is one that cases have, under a name of its own."""

from __future__ import annotations

import inspect
from types import ModuleType

import pytest

from analysis.case import schema
from analysis.case.columns import Row
from analysis.case.schema import claims, coded, codings, negotiation, own, sources

MODULES = (claims, coded, codings, negotiation, own, sources)


def list_tables(module: ModuleType) -> list[type[Row]]:
    kinds = (kind for _, kind in inspect.getmembers(module, inspect.isclass))
    return [kind for kind in kinds if kind.__module__ == module.__name__]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_each_table_is_listed_and_can_be_imported_from_the_schema(module):
    assert list_tables(module)
    for kind in list_tables(module):
        assert schema.TABLES[kind.table] is kind
        assert getattr(schema, kind.__name__) is kind


def test_no_two_tables_have_one_name():
    assert len(schema.TABLES) == sum(len(list_tables(module)) for module in MODULES)
