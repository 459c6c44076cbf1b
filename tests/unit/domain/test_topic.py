"""Whoever looks a parameter up finds it under a topic."""

from nastavnik.domain.norm import CATALOGUE
from nastavnik.domain.topic import TOPICS, topic_of


def test_every_parameter_has_a_topic_of_its_own_sense():
    assert {key for key in CATALOGUE if topic_of(key) == "Прочее"} == {
        "system.order_by",
        "curator.appointed_by",
        "status.valid_years",
    }


def test_every_topic_has_a_parameter():
    assert {topic_of(key) for key in CATALOGUE} == set(TOPICS)
