"""Topics of comments: what was planted is found, whatever the language; shares and q by hand."""

from __future__ import annotations

import random

import pytest
from scipy.stats import fisher_exact

from analyzer.outside_in.stop_words import stop_words_of
from analyzer.outside_in.topics import Said, find_topics
from analyzer.outside_in.words import terms
from analyzer.statistics.proportions import wilson

SPOKEN = {
    "money": (
        "I had to pay in advance before the truck left",
        "the prepayment was demanded again and I had to pay",
        "why do you want a prepayment from me every week",
        "tive de pagar adiantado outra vez",
        "o pagamento adiantado foi pedido de novo",
        "não quero fazer um pagamento adiantado",
    ),
    "driver": (
        "the driver was rude to my staff",
        "such a rude driver at the back door",
        "our driver is friendly, the other driver was rude",
        "o motorista foi grosseiro com a equipe",
        "motorista muito grosseiro na porta",
        "que motorista grosseiro",
    ),
    "cold": (
        "the fish arrived warm and the ice was melted",
        "melted ice again and warm fish",
        "no ice in the boxes, the fish was warm",
        "o peixe chegou quente e sem gelo",
        "peixe quente, o gelo derreteu",
        "sem gelo nas caixas de peixe",
    ),
}


def spoken(each: int = 40) -> list[tuple[str, Said]]:
    """Comments about three things in two languages; the unhappy are 3 of 4 about money, 1 of 4 else."""
    dice = random.Random(7)
    found = []
    for about, sentences in SPOKEN.items():
        for n in range(each):
            words = f"{dice.choice(sentences)} {dice.choice(('thanks', 'please', 'obrigado', ''))}"
            bad = n % 4 != 0 if about == "money" else n % 4 == 0
            found.append((about, Said(words, bad, f"2026-0{1 + n % 2}", f"c{n}")))
    dice.shuffle(found)
    return found


def named_like(topics, word):
    return next(topic for topic in topics if any(word in term for term in topic.terms))


def test_what_people_speak_about_is_found_in_each_language():
    said = [one for _, one in spoken()]
    found = find_topics(said)
    assert found.comments == 120
    assert sum(topic.comments for topic in found.topics) + found.others == 120
    for word in ("driver", "motorista"):
        topic = named_like(found.topics, word)
        assert all("driver" in quote or "motorista" in quote for quote in topic.quotes)


def test_the_share_of_the_unhappy_and_its_q_are_those_of_a_hand_calculation():
    said = [one for _, one in spoken()]
    found = find_topics(said)
    assert len(found.topics) >= 2
    ps = []
    for topic in found.topics:
        assert topic.share == wilson(topic.bad, topic.rated)
        others_bad = sum(one.bad for one in said) - topic.bad
        others = len(said) - topic.rated
        ps.append(fisher_exact([[topic.bad, topic.rated - topic.bad], [others_bad, others - others_bad]]).pvalue)
    least = min(range(len(ps)), key=ps.__getitem__)
    ranked = sorted(ps)
    adjusted = [min(p * len(ps) / (rank + 1) for rank, p in enumerate(ranked) if rank >= at) for at in range(len(ps))]
    assert found.topics[least].q == pytest.approx(min(adjusted[0], 1.0), rel=1e-9)


def test_months_add_up_and_the_order_of_comments_does_not_matter():
    said = [one for _, one in spoken()]
    found = find_topics(said)
    assert find_topics(list(reversed(said))) == found
    for topic in found.topics:
        assert sum(month.comments for month in topic.months) == topic.comments
        assert sum(month.bad for month in topic.months) == topic.bad


def test_no_name_of_a_topic_is_a_word_that_says_nothing():
    for topic in find_topics([one for _, one in spoken()]).topics:
        words = {word for term in topic.terms for word in term.split()}
        assert not words & {"the", "was", "o", "de", "e", "não", "and", "to", "1"}


def test_few_comments_have_no_topics():
    said = [one for _, one in spoken(each=10)]
    assert find_topics(said).topics == ()
    assert find_topics([]).comments == 0


def test_comments_that_share_no_word_have_no_topics():
    said = [Said(f"{chr(97 + i % 26)}{chr(97 + i // 26)}xyz{i}", None, "2026-01", str(i)) for i in range(60)]
    assert find_topics(said).topics == ()


def test_a_script_without_spaces():
    texts = ["配送が遅い", "配送が遅すぎる", "配送は遅かった", "支払いが先", "先に支払いを求められた", "支払いは先払い"]
    found = find_topics([Said(text, True, "2026-01", str(n)) for n, text in enumerate(texts * 20)])
    assert any("配送" in term for topic in found.topics for term in topic.terms)


def test_a_word_stays_where_it_only_says_nothing_in_another_language():
    english = [sorted(terms("the men who die for the order are in the field"))] * 10
    german = [sorted(terms("die Ware ist nicht da und die Firma sagt nichts"))] * 10
    assert "die" not in stop_words_of(english)
    assert "die" in stop_words_of(german)


def test_short_comments_are_not_thrown_together():
    """Two words each, of 12 × 12: a topic holds no comment without a word of its name."""
    first = ("late", "rude", "cold", "warm", "kind", "slow", "quick", "dear", "cheap", "wrong", "right", "odd")
    second = ("truck", "driver", "fish", "ice", "clerk", "bill", "phone", "box", "list", "credit", "price", "answer")
    dice = random.Random(3)
    texts = [f"{dice.choice(first)} {dice.choice(second)}" for _ in range(400)]
    found = find_topics([Said(text, None, str(n), str(n)) for n, text in enumerate(texts)])  # a month for each comment
    assert len(found.topics) > 4
    for topic in found.topics:
        named = {word for term in topic.terms for word in term.split()}
        assert [texts[int(one.month)] for one in topic.months if not named & set(texts[int(one.month)].split())] == []
    assert sum(topic.comments for topic in found.topics) + found.others == 400
