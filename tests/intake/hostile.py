"""What nobody means to write and somebody will send: over two hundred texts, by family.

Those that try to become markup, a header or a template carry ``MARK``, so that a page can be
searched for it; ``RAN`` is what a template language would make of them. Bytes are sent as they are.
"""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import product
from urllib.parse import urlencode

MARK, RAN = "zqxmark", "zqyran"
IDENTITY_NUMBER = "11010519491231002X"

CODE = f"{MARK}(1)"
MARKUP = [
    *(
        f"{out}<script>{CODE}</script>"
        for out in ("", '">', "'>", "</textarea>", "</title>", "-->")
    ),
    *(
        f"{out}<{tag} {event}={CODE}>"
        for out, (tag, event) in product(
            ('"', "'", "", "</textarea>"),
            (
                ("img src=x", "onerror"),
                ("svg", "onload"),
                ("body", "onpageshow"),
                ("details open", "ontoggle"),
                ("input autofocus", "onfocus"),
            ),
        )
    ),
    *(f"{out} autofocus onfocus={CODE} x={out}" for out in ('"', "'", "`")),
    f'<a href="javascript:{CODE}">这里</a>',
    f"<iframe srcdoc='<script>{CODE}</script>'>",
    f"<style>@import 'http://{MARK}.example'</style>",
    f"<math><mtext></form><form action=//{MARK}.example>",
    f"<meta http-equiv=refresh content='0;url=//{MARK}.example'>",
    f"<base href=//{MARK}.example>",
    f"<!--{MARK}",
    f"<![CDATA[{MARK}]]>",
    f"<?{MARK}?>",
    f"&lt;script&gt;{CODE}&lt;/script&gt;",
    f"&#60;script&#62;{CODE}",
    f"\\u003cscript\\u003e{CODE}",
    f"＜script＞{CODE}＜/script＞",
    f"<scr\0ipt>{CODE}</scr\0ipt>",
    f"<<script>{CODE}//<</script>",
]
TEMPLATES = [
    '{{ "zqy"|add:"ran" }}',
    '{% filter cut:"-" %}zqy-ran{% endfilter %}',
    "{% debug %}",
    "{% load i18n %}",
    "{% include 'base.html' %}",
    "{{ request.META }}",
    "{{ settings.SECRET_KEY }}",
    "{%",
    "{{",
    "{#",
    "${'zqy'+'ran'}",
    "#{'zqy'+'ran'}",
    "<%= 'zqy'+'ran' %>",
    "%s%s%n%x",
    "%(zq)s",
    "%",
    "%%",
    "%1$s",
    "{0}",
    "{0.__class__.__mro__}",
    "{zq!r:>9999999999}",
    "{",
    "}",
    "$zq",
    "`id`",
    "$(id)",
    "|cat /etc/passwd",
    "; sleep 9",
    "=cmd|'/c calc'!A1",
    "+1+1",
    "@SUM(1)",
    "\t=1",
]
DATABASES = [
    "' OR 1=1 --",
    "' OR '1'='1",
    '" OR ""="',
    "'; DROP TABLE intake_referral; --",
    "1); DELETE FROM intake_draft WHERE (1=1",
    "' UNION SELECT username, password FROM staff_user --",
    "\\'; SELECT pg_sleep(9); --",
    "1 AND SLEEP(9)",
    "%' ESCAPE '\\",
    "_%_%",
    "\\",
    "\\\\'",
    "'||(SELECT 1)||'",
    "\ufe4d\uff07 OR 1=1 --",
    '{"$gt": ""}',
    '{"__proto__": {"admin": 1}}',
    "*)(uid=*",
    "admin'/*",
]
HEADERS = [
    f"a{line}{header}"
    for line, header in product(
        ("\r\n", "\n", "\r", "%0d%0a", "\u560d\u560a", "\u2028", "\x0b", "\x85"),
        (f"Set-Cookie: {MARK}=1", f"Location: //{MARK}.example", f"X-{MARK}: 1\r\n\r\n<html>"),
    )
]
FILES = [
    *(
        start + "../" * depth + end
        for start, depth, end in product(("", "/"), (1, 9), ("etc/passwd", "manage.py\0.png"))
    ),
    "..\\..\\windows\\win.ini",
    "%2e%2e%2f%2e%2e%2fetc/passwd",
    "..%c0%af..%c0%afetc/passwd",
    "....//....//etc/passwd",
    "file:///etc/passwd",
    "http://127.0.0.1:8000/metrics",
    "http://169.254.169.254/latest/meta-data/",
    "//example.org/x",
    "CON",
    "/dev/null",
    "~root",
    "yimi.sqlite3",
]
CONTROLS = [
    *(f"a{chr(code)}b" for code in (*range(9), 11, 12, *range(14, 32), 0x7F, 0x80, 0x85, 0x9F)),
    "\0",
    "\0" * 500,
    "\x1b[31m红\x1b[0m",
    "\x1b]0;title\x07",
    "\b\b\b\b",
]
INVISIBLE = [
    *(f"王{mark}阿姨" for mark in "\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u3164\u2063\ufff9"),
    *(f"{mark}abc" for mark in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200f"),
    "\u2028\u2029\ufffe\uffff\ufdd0",
    "\u202e" * 60,
    "\U000e0041\U000e0042\U000e007f",
    "\u3000\u00a0 \t",
    "\u2800",
    "\ue000\uf8ff\U000f0000\U0010ffff",
]
SCRIPTS = [
    "𠮷" * 40,
    "𪚥𫠠𬺰𮯠",
    "㐀㐁㐂",
    "﨎﨏﨑",
    "مرحبا بالعالم",
    "שלום 123 abc",
    "ދިވެހި",
    "١٢٣٤٥٦٧٨٩٠١",
    "१३८००१३८०००",
    "１３８００１３８０００",
    "𝟙𝟛𝟠𝟘𝟘𝟙𝟛𝟠𝟘𝟘𝟘",
    "①③⑧⓪⓪①③⑧⓪⓪⓪",
    "一三八零零一三八零零零",
    "½²³⅓↉",
    "ⅠⅡⅢⅣ",
    "༡༣༨",
    "İıſK",
    "ß" * 30,
    "ﬃﷺ",
    "Z̸̧͑" + "\u0335\u0301" * 200,
    "e\u0301" * 20,
    "가각",
    "👩‍👩‍👧‍👦👍🏿🏴󠁧󠁢󠁥󠁮󠁧󠁿🇨🇳1️⃣",
    "👨‍" * 30,
    "☠\ufe0e☠\ufe0f",
]
ENCODINGS = [
    b"\xff\xfe",
    b"\xed\xa0\x80\xed\xb0\x80",
    b"\xed\xa0\xbd",
    b"\xc0\xaf\xc0\x80",
    b"\xf4\x90\x80\x80",
    b"\xe4\xb8",
    b"\x80" * 50,
    "王阿姨".encode("gb18030"),
    "王阿姨".encode("utf-16"),
    "王阿姨".encode("utf-16-be"),
    b"a\x00b\x00c\x00",
    b"\x00\x00\xfe\xff",
    b"+ADw-script+AD4-" + CODE.encode(),
    b"\x1b$B\x1b(B",
    "\\ud800\\udc00",
    "\\x00\\0%00",
    "%u0000%uD800",
    "&#0;&#xD800;&#x110000;",
    "=?utf-8?B?AA==?=",
]
LONG = [
    "长" * 20_000,
    "a" * 200_000,
    "\n" * 5_000,
    " " * 5_000,
    "9" * 5_000,
    "<" * 3_000,
    "&amp;" * 1_000,
    "(" * 5_000,
    "a@" * 2_000,
    "138" * 300,
    "110105" * 300,
    "打死他" * 500,
]
VALUES = [
    *("-1", "0", "NaN", "inf", "-0", "1e309", "0x10", "0b1", "1_000", "99999999999999999999"),
    *("null", "None", "undefined", "true", "[]", "{}", "[object Object]", "''", "''''", '"'),
    *(IDENTITY_NUMBER, "4111 1111 1111 1111", "6222021234567890123", "javascript:alert(1)"),
    *("+86 138-0013-8000 转 1", "tel:110", "2026-02-30", "25:99", "a=1&b=2", "?change=1", "#x"),
]

FAMILIES = {
    "markup": MARKUP,
    "templates": TEMPLATES,
    "databases": DATABASES,
    "headers": HEADERS,
    "files": FILES,
    "controls": CONTROLS,
    "invisible": INVISIBLE,
    "scripts": SCRIPTS,
    "encodings": ENCODINGS,
    "long": LONG,
    "values": VALUES,
}
HOSTILE: list[str | bytes] = list(dict.fromkeys(t for family in FAMILIES.values() for t in family))


def body(fields: dict[str, str | bytes]) -> str:
    """A form's body as a browser would send it, and bytes as none would."""
    return urlencode(fields)


class _Found(HTMLParser):
    """Where on a page the mark is more than text: in a tag, a script, or an address."""

    def __init__(self):
        super().__init__()
        self.inside = ""
        self.harm: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.inside = tag
        for name, value in attrs:
            if MARK in tag + name or name.startswith("on") or name == "srcdoc":
                self.harm.append(f"<{tag} {name}>")
            if MARK in (value or "") and (tag, name) != ("input", "value"):
                self.harm.append(f"<{tag} {name}={value}>")

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if MARK in data and self.inside in {"script", "style"}:
            self.harm.append(data)

    def handle_comment(self, data):
        if MARK in data:
            self.harm.append(data)

    handle_pi = handle_decl = unknown_decl = handle_comment


def harm_done(response) -> list[str]:
    """What a hostile text became other than text: markup, a header, a cookie, a template's output.

    Empty when it came back escaped or not at all.
    """
    page = response.content.decode()
    found = _Found()
    if MARK in page:
        found.feed(page)
    headers = [f"{name}: {value}" for name, value in response.items()]
    headers += [cookie.OutputString() for cookie in response.cookies.values()]
    return [
        *found.harm,
        *(header for header in headers if MARK in header or "\n" in header or "\r" in header),
        *([RAN] if RAN in page else []),
    ]
