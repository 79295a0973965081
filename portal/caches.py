"""Caches that count rightly, and that may die without taking the site with them."""

from __future__ import annotations

import logging
import pickle
import zlib
from pathlib import Path

from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.redis import RedisCache
from django.core.files import locks
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)


class ForgivingRedisCache(RedisCache):
    """Redis, except that its absence is a miss. A resident's request never fails with the cache.

    Throttles and budgets kept in the cache are open while Redis is away; ``/readyz`` says so.
    """

    def _or(self, fallback, method, *args, **kwargs):
        try:
            return method(*args, **kwargs)
        except RedisError as error:
            logger.warning("cache: %s", type(error).__name__)
            return fallback

    def add(self, *args, **kwargs):
        return self._or(True, super().add, *args, **kwargs)

    def get(self, key, default=None, version=None):
        return self._or(default, super().get, key, default, version)

    def set(self, *args, **kwargs):
        return self._or(None, super().set, *args, **kwargs)

    def touch(self, *args, **kwargs):
        return self._or(False, super().touch, *args, **kwargs)

    def delete(self, *args, **kwargs):
        return self._or(False, super().delete, *args, **kwargs)

    def get_many(self, keys, version=None):
        return self._or({}, super().get_many, keys, version)

    def set_many(self, data, *args, **kwargs):
        return self._or(list(data), super().set_many, data, *args, **kwargs)

    def delete_many(self, *args, **kwargs):
        return self._or(None, super().delete_many, *args, **kwargs)

    def has_key(self, *args, **kwargs):
        return self._or(False, super().has_key, *args, **kwargs)

    def incr(self, key, delta=1, version=None):
        return self._or(delta, super().incr, key, delta, version)

    def clear(self):
        return self._or(False, super().clear)


class CountingFileCache(FileBasedCache):
    """Files shared by the processes of one machine, with an ``incr`` fit for throttles.

    Django's own reads and writes in two steps, so that two workers may count once, and begins the
    life of the counter anew each time, so that a budget of an hour lasts five minutes.
    """

    def incr(self, key, delta=1, version=None):
        self._createdir()
        with (Path(self._dir) / "counting.lock").open("wb") as lock:
            locks.lock(lock, locks.LOCK_EX)
            file = Path(self._key_to_file(key, version))
            try:
                stored = file.read_bytes()
            except FileNotFoundError:
                raise ValueError(f"Key {key!r} not found") from None
            expiry = pickle.loads(stored)  # noqa: S301  (our own file, as Django reads it)
            value = self.get(key, version=version)
            if value is None:
                raise ValueError(f"Key {key!r} not found")
            whole = pickle.dumps(expiry, self.pickle_protocol) + zlib.compress(
                pickle.dumps(value + delta, self.pickle_protocol)
            )
            part = file.with_suffix(".part")
            part.write_bytes(whole)
            part.replace(file)
        return value + delta
