"""Which numbers of a table with sums are kept back."""

from nastavnik.domain.suppress import (
    Facet,
    Node,
    all_open,
    decide,
    in_steps,
    is_open,
    rows_hold,
    stands,
    sum_holds,
    union_holds,
)


def tree(numbers):
    """A tree of one level out of name -> number; "" is the whole."""
    return Node("", tuple(Node(name) for name in numbers))


def facet(numbers, whole=None):
    every = {**numbers, "": sum(numbers.values()) if whole is None else whole}

    def holds(hidden, must):
        wanted = [key in must for key in hidden]
        return sum_holds([every[key] for key in hidden], wanted, lambda _: 10**6)

    return Facet(
        empty=lambda key: every[key] == 0,
        fits=lambda key: is_open(every[key]),
        weight=lambda key: every[key],
        holds=holds,
    )


def hidden(**numbers):
    return set(decide(tree(numbers), facet(numbers)).hidden)


def test_nothing_small_nothing_hidden():
    assert hidden(a=5, b=0, c=70) == set()


def test_one_small_number_takes_the_least_other_with_it():
    assert hidden(a=1, b=5, c=70) == {"a", "b"}


def test_small_ones_that_tell_too_much_together_take_a_third():
    """Their sum is 3: each would be known to be 1 or 2."""
    assert hidden(a=1, b=2, c=9, d=8) == {"a", "b", "d"}
    assert hidden(a=1, b=1, c=1, d=1, e=1, f=30) == {*"abcdef"}


def test_small_ones_that_hide_each_other_need_no_third():
    assert hidden(a=3, b=4, c=9) == {"a", "b"}


def test_a_whole_whose_parts_can_not_hide_is_hidden_itself():
    assert hidden(a=2, b=3) == {"", "a", "b"}
    assert hidden(a=4) == {"", "a"}


def test_zeros_are_about_nobody():
    assert hidden(a=0, b=0) == set()
    assert "z" not in hidden(a=1, b=6, z=0)


def test_two_small_ones_on_one_place_are_hidden_below_too():
    low = Node("m", (Node("x"), Node("y"), Node("z")))
    root = Node("", (low, Node("n"), Node("o")))
    of = {"": 57, "m": 5, "x": 2, "y": 3, "z": 0, "n": 12, "o": 40}
    asked = Facet(
        empty=lambda key: not of[key],
        fits=lambda key: is_open(of[key]),
        weight=of.__getitem__,
        holds=lambda keys, must: sum_holds(
            [of[key] for key in keys], [key in must for key in keys], lambda _: 99
        ),
    )
    found = decide(root, asked)
    assert found.hidden == {"m", "x", "y", "n"}
    assert found.groups[""] == ("m", "n")
    assert "m" not in found.groups


def test_what_is_decided_stands_on_other_numbers_or_not():
    numbers = {"a": 1, "b": 8, "c": 70}
    found = decide(tree(numbers), facet(numbers))
    assert stands(tree(numbers), found, facet({"a": 0, "b": 0, "c": 9}))
    assert stands(tree(numbers), found, facet({"a": 1, "b": 7, "c": 9}))
    assert not stands(tree(numbers), found, facet({"a": 1, "b": 0, "c": 9}))
    assert not stands(tree(numbers), found, facet({"a": 0, "b": 0, "c": 2}))
    small = {"a": 2, "b": 1}
    assert not stands(tree(small), decide(tree(small), facet(small)), facet({"a": 0, "b": 0}))


def test_what_is_known_of_the_greatest_value_narrows():
    free = [2, 9], [True, False]
    assert sum_holds(*free, lambda _: 99)
    assert not sum_holds(*free, lambda places: 4 * len(places))
    assert not sum_holds([2], [True], lambda _: 99)


def test_rows_hold_if_what_is_left_of_every_sum_may_be_shown():
    both = [True, True]
    assert rows_hold([(8, 2), (1, 9)], both, both)
    assert not rows_hold([(8, 1)], [True], [True])
    assert not rows_hold([(8, 1), (9, 2)], both, both)
    assert not rows_hold([(4, 4), (2, 1), (0, 0)], [True] * 3, [True] * 3)
    assert not rows_hold([(9, 9), (1, 1)], [True, False], [True, True])
    assert rows_hold([(9, 9), (1, 1)], [True, False], [False, True])


def test_people_of_several_parts_are_counted_once_in_the_whole():
    assert union_holds(20, 12, [True, False], lambda places: 9 * len(places))
    assert not union_holds(20, 19, [True], lambda _: 4)
    assert union_holds(20, 19, [False], lambda _: 4)


def test_open_numbers():
    assert [number for number in range(8) if is_open(number)] == [0, 5, 6, 7]
    assert all_open((0, 5))
    assert not all_open((5, 1))


def test_a_number_of_today_is_told_in_steps():
    assert [in_steps(number) for number in (0, 4, 5, 9, 10, 14)] == [0, 0, 5, 5, 10, 10]
