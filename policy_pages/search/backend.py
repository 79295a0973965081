"""Wagtail's database search, taught Chinese: the same words at indexing and at asking.

Stock Wagtail reads a run of Chinese as one word and finds nothing. Here every text is cut into
words and pairs before a database sees it, on SQLite and PostgreSQL alike, so searches in the
Wagtail admin find Chinese. Punctuation never reaches a database, so no query can be bad syntax.

modelsearch has no hook for this; the two places used here (a value taken from an object, a query
on its way in) are covered by tests, and modelsearch is pinned.
"""

from __future__ import annotations

from copy import copy
from functools import reduce

from django.db.models import Manager
from django.utils.encoding import force_str
from modelsearch.backends.base import EmptySearchResults
from modelsearch.backends.database import SearchBackend as StockBackend
from modelsearch.index import RelatedFields
from modelsearch.query import And, Boost, Fuzzy, Not, Or, Phrase, PlainText, SearchQuery

from .text import normalise_query
from .words import pairs, segment, words


def SearchBackend(params):
    """The Chinese-speaking backend of whatever database this site runs on."""
    stock = type(StockBackend({}))
    ours = type(f"Chinese{stock.__name__}", (_ChineseBackend, stock), {})
    index = stock.index_class
    ours.index_class = type(f"Chinese{index.__name__}", (_ChineseIndex, index), {})
    return ours(params)


class _ChineseIndex:
    def add_items(self, model, objs):
        super().add_items(model, [_Segmented(obj) for obj in objs])


class _Segmented:
    """An object whose searchable values come out as words with spaces between."""

    def __init__(self, obj) -> None:
        self._obj = obj
        self.pk = obj.pk

    def get_search_fields(self):
        return [self._segmented(field) for field in self._obj.get_search_fields()]

    def _segmented(self, field, *, of_self: bool = True):
        twin = copy(field)
        if isinstance(field, RelatedFields):
            twin.fields = [self._segmented(inner, of_self=False) for inner in field.fields]
            twin.get_value = lambda _: field.get_value(self._obj)
        else:
            twin.get_value = lambda obj: _segment_value(
                field.get_value(self._obj if of_self else obj)
            )
        return twin


def _segment_value(value):
    if isinstance(value, (list, tuple)):
        return [_segment_value(item) for item in value]
    if isinstance(value, dict):
        return [_segment_value(item) for item in value.values()]
    if value is None or isinstance(value, Manager):
        return ""
    return segment(force_str(value))


class _ChineseBackend:
    def _search(self, query_compiler_class, query, model_or_queryset, **kwargs):
        if isinstance(query, str):
            query = PlainText(query, operator=kwargs.get("operator") or "and")
        understood = _segment_query(query)
        if understood is None:
            return EmptySearchResults()
        # PostgreSQL would read single fields afresh, unsegmented: all indexed fields are searched.
        kwargs["fields"] = None
        return super()._search(query_compiler_class, understood, model_or_queryset, **kwargs)


def _segment_query(query: SearchQuery) -> SearchQuery | None:
    """The same question in words; ``None`` where nothing is left to look for."""
    if isinstance(query, (PlainText, Phrase, Fuzzy)):
        plain = normalise_query(query.query_string)
        tokens = " ".join(dict.fromkeys(words(plain) or pairs(plain) or plain.split()))
        return PlainText(tokens, operator=getattr(query, "operator", "and")) if tokens else None
    if isinstance(query, Boost):
        return _segment_query(query.subquery)
    if isinstance(query, Not):
        inner = _segment_query(query.subquery)
        return Not(inner) if inner else None
    if isinstance(query, (And, Or)):
        parts = [part for part in map(_segment_query, query.subqueries) if part]
        kind = type(query)
        return reduce(lambda a, b: kind([a, b]), parts) if parts else None
    return query
