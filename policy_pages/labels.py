"""What the sections of an explainer are called, and what the plain-Chinese checks find."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .plain_language import Hit, Problem

# The fixed sections in reading order, as readers see them.
SECTION_HEADINGS = {
    "who_can": _("Who can apply"),
    "what_you_get": _("What you get"),
    "steps": _("What to do"),
    "papers": _("What to bring"),
    "how_long": _("How long it takes"),
    "what_others_see": _("What others will see"),
    "if_refused": _("If it does not fit"),
    "when_things_change": _("When things change"),
    "common_worries": _("Common worries"),
    "example_family": _("An example"),
}

PROBLEM_SENTENCES = {
    Problem.MEAN_SENTENCE: _(
        "Sentences have %(measured)s characters on average; at most %(limit)s is easy to read. "
        "Make two sentences of one."
    ),
    Problem.LONG_SENTENCE: _(
        "This sentence has %(measured)s characters; at most %(limit)s. Make two of it."
    ),
    Problem.LONG_RUN: _(
        "%(measured)s characters without a pause; at most %(limit)s. Put a comma, or shorten it."
    ),
    Problem.MANY_DE: _("%(measured)s times 的 in one sentence; at most %(limit)s. Turn it round."),
    Problem.OFFICIAL_WORD: _("Official wording."),
    Problem.OFFICIAL_WORDS: _(
        "%(measured)s official words in 100 characters; at most %(limit)s. Say it plainly."
    ),
    Problem.NESTED_BRACKETS: _("Brackets inside brackets. Make a sentence of it."),
    Problem.DOUBLE_NEGATIVE: _("Two negatives. Say what is, not what is not."),
    Problem.LONG_PARAGRAPH: _(
        "This paragraph has %(measured)s characters; at most %(limit)s. Make a list, or two."
    ),
    Problem.LONG_SHORT_ANSWER: _(
        "The short answer has %(measured)s characters; at most %(limit)s."
    ),
    Problem.LONG_TITLE: _(
        "The title has %(measured)s characters; at most %(limit)s. Ask what the reader asks."
    ),
    Problem.LONG_ONE_LINE: _(
        "The one line has %(measured)s characters; at most %(limit)s. Keep what helps to choose."
    ),
    Problem.JARGON: _(
        "Only offices say this, and the glossary does not explain it. "
        "Add it there, or say it in a sentence."
    ),
    Problem.RARE_CHARACTER: _("Many people cannot read this character. Take another word."),
}


def in_words(hit: Hit) -> str:
    """One hit as a sentence with its figure, its limit and, where there is one, what to write."""
    sentence = PROBLEM_SENTENCES[hit.problem] % {
        "measured": f"{hit.measured:g}",
        "limit": f"{hit.limit:g}",
    }
    if hit.suggestion:
        sentence += " " + _("Try: %(wording)s") % {"wording": hit.suggestion}
    return sentence
