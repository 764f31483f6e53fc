"""Topics of comments in words: their names, how many are unhappy and how sure that is."""

from __future__ import annotations

from analyzer.outside_in.topics import Topic, Topics
from analyzer.words import wording
from analyzer.words.language import figures, say

SURE = 0.05  # of q: below it, the share of a topic is another than that of the rest


def topic_name(topic: Topic) -> str:
    """`late · driver · door`."""
    return " · ".join(topic.terms)


def topics_opening(found: Topics) -> str:
    """How many comments there are, and how many of them the topics hold."""
    held = found.comments - found.others
    return say(
        "topic_words.comments_of_them_lie",
        comments=wording.count(found.comments),
        held=wording.count(held),
        n=len(found.topics),
    )


def share_words(topic: Topic) -> str:
    """The unhappy share with its interval and n."""
    if topic.share is None:
        return say("topic_words.nobody_of_them_gave")
    low, high = wording.percent(topic.share.low), wording.percent(topic.share.high)
    return say(
        "topic_words.unhappy_n",
        value=wording.percent(topic.share.value),
        low=low,
        high=high,
        rated=wording.count(topic.rated),
    )


def against_the_rest(topic: Topic, found: Topics) -> str:
    """Whether that is more or less than in the other comments, in plain words; the exact ones go into the tip."""
    if topic.q is None:
        return ""
    if topic.q > SURE:
        return say("topic_words.no_clear_difference_from")
    others = sum(one.rated for one in found.topics) - topic.rated
    others_bad = sum(one.bad for one in found.topics) - topic.bad
    share = topic.share.value if topic.share is not None else None
    if share is None or not others:
        return ""
    key = "topic_words.more_than_in_others" if share > others_bad / others else "topic_words.fewer_than_in_others"
    return say(key, others_bad=wording.percent(others_bad / others))


def exact_words(topic: Topic) -> str:
    """The exact words behind the plain ones."""
    return "" if topic.q is None else say("topic_words.exact", q=figures(f"{topic.q:.1g}"))


def topic_rows(found: Topics) -> list[dict[str, object]]:
    """The table of the topics, for files: shares from 0 to 1."""
    return [
        {
            "topic": topic_name(topic),
            "comments": topic.comments,
            "rated": topic.rated,
            "unhappy": topic.bad,
            "share": topic.share.value if topic.share else None,
            "low": topic.share.low if topic.share else None,
            "high": topic.share.high if topic.share else None,
            "q": topic.q,
        }
        for topic in found.topics
    ]
