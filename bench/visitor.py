"""A browser as small as can be: cookies, the CSRF token, no redirects followed."""

from __future__ import annotations

import http.client
import re
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """One person with an address and cookies of their own. Raises ``OSError`` when cut off."""

    def __init__(self, port: int, number: int):
        self.port = port
        self.address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        self.cookies: dict[str, str] = {}
        self.token = ""

    def _ask(self, method: str, path: str, body: str | None = None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            "X-Forwarded-For": self.address,
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except http.client.HTTPException as error:
            raise ConnectionError(type(error).__name__) from error
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        if found := TOKEN.search(text):
            self.token = found[1]
        return answer.status, answer.headers.get("Location", ""), text

    def get(self, path: str):
        return self._ask("GET", path)

    def post(self, path: str, **data):
        fields = {"csrfmiddlewaretoken": self.token, **data}
        return self._ask("POST", path, urlencode(fields, doseq=True))
