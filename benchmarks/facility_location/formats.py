"""The formats in which single-source capacitated facility location instances are published.

All are numbers with white space between them, and differ in order (J facilities, I customers):

or-library  J I · J times capacity, fixed cost · I times demand, J costs        (Beasley 1988; `capacity` may be a word)
holmberg    J I · J times capacity, fixed cost · I demands · J times I costs    (Holmberg, Rönnqvist and Yuan 1999; Yang
            and others 2012; the sets of Guastaroba and Speranza, which may end in the value of the optimum)
delmaire    I J · I times J costs · I demands · J fixed costs · J capacities    (Delmaire and others 1999; Díaz and
            Fernández 2002)
tbed1       J I · I demands · J capacities · J fixed costs · J times I costs    (Avella and Boccia 2009)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import accumulate

from benchmarks.facility_location.instance import Instance, InstanceError

Numbers = list[Fraction]
Sections = list[int]  # how many numbers each part of a file has: where a line must end
PLACEHOLDER = "capacity"  # of the large OR-Library files


def read_instance(
    text: str, form: str | None = None, *, capacity: Fraction | None = None, unit_costs: bool = False
) -> Instance:
    """The instance of a file's text.

    `form` None: the one format that the lines fit. `capacity` takes the place of the word
    `capacity`. With `unit_costs` a cost is that of one unit of demand. InstanceError: it cannot be read, or the
    format cannot be told.
    """
    lines = [_numbers(line, number, capacity) for number, line in enumerate(text.splitlines(), 1)]
    numbers = [number for line in lines for number in line]
    if len(numbers) < 2:
        raise InstanceError("there are not even two numbers: how many facilities and customers there are")
    first, second = (_count(number) for number in numbers[:2])
    chosen = form or _told_by_lines(lines, first, second)
    if chosen not in READERS:
        raise InstanceError(f"format {chosen!r} is not known; there are {', '.join(READERS)}")
    layouts, read = READERS[chosen]
    body = numbers[2:]
    want = sum(layouts(first, second)[0])
    if len(body) not in (want, want + 1):
        raise InstanceError(f"{first} by {second} in format {chosen} takes {want} numbers, there are {len(body)}")
    instance = read(body, first, second)
    if len(body) > want:
        instance = replace(instance, optimum=body[want])
    return _for_all_demand(instance) if unit_costs else instance


def write_holmberg(instance: Instance) -> str:
    """The instance in the format `holmberg`, with its optimum at the end if it is known."""
    rows = [[Fraction(len(instance.capacity)), Fraction(len(instance.demand))]]
    rows += [[s, f] for s, f in zip(instance.capacity, instance.fixed, strict=True)]
    rows += [list(instance.demand), *(list(column) for column in zip(*instance.cost, strict=True))]
    rows += [] if instance.optimum is None else [[instance.optimum]]
    return "".join(" ".join(decimal_text(number) for number in row) + "\n" for row in rows)


def decimal_text(number: Fraction) -> str:
    """A number in decimals, exactly. InstanceError: it has none that end within nine places."""
    for places in range(10):
        if (number * 10**places).denominator == 1:
            whole = f"{abs(int(number * 10**places)):0{places + 1}d}"
            sign = "-" if number < 0 else ""
            return sign + (f"{whole[:-places]}.{whole[-places:]}" if places else whole)
    raise InstanceError(f"{number} has no decimals that end")


def _numbers(line: str, row: int, capacity: Fraction | None) -> Numbers:
    found = []
    for word in line.split():
        if word == PLACEHOLDER:
            if capacity is None:
                raise InstanceError(f"line {row} has the word {PLACEHOLDER!r}: give the number that stands for it")
            found.append(capacity)
            continue
        try:
            found.append(Fraction(word))
        except (ValueError, ZeroDivisionError) as error:
            raise InstanceError(f"line {row} has {word!r}, which is no number") from error
    return found


def _count(number: Fraction) -> int:
    if number.denominator != 1 or number < 1:
        raise InstanceError(f"the file begins with {float(number):g}, where a number of facilities or customers stands")
    return int(number)


def _told_by_lines(lines: list[Numbers], first: int, second: int) -> str:
    """The one format whose every part ends where a line ends, in lines of one length but for the last of a part."""
    lengths = [len(line) for line in lines if line]
    fitting = [
        name
        for name, (layouts, _) in READERS.items()
        if any(_fits(lengths, [2, *sections], spare) for sections in layouts(first, second) for spare in (0, 1))
    ]
    if len(fitting) != 1:
        which = " and ".join(fitting) if fitting else "none of " + ", ".join(READERS)
        raise InstanceError(f"the lines of the file fit {which}: say which format it is")
    return fitting[0]


def _fits(lengths: list[int], sections: Sections, spare: int) -> bool:
    """Whether lines of these lengths make up the sections, each broken regularly, with `spare` numbers at the end."""
    at = 0
    for size in [*sections, *[1] * spare]:
        start, held = at, 0
        while held < size and at < len(lengths):
            held += lengths[at]
            at += 1
        inside = lengths[start:at]
        if held != size or len(set(inside[:-1])) > 1 or inside[-1] > inside[0]:
            return False
    return at == len(lengths)


def _for_all_demand(instance: Instance) -> Instance:
    rows = zip(instance.demand, instance.cost, strict=True)
    return replace(instance, cost=tuple(tuple(demand * cost for cost in row) for demand, row in rows))


def _matrix(numbers: Numbers, rows: int) -> tuple[tuple[Fraction, ...], ...]:
    width = len(numbers) // rows
    return tuple(tuple(numbers[r * width : (r + 1) * width]) for r in range(rows))


def _turned(rows: tuple[tuple[Fraction, ...], ...]) -> tuple[tuple[Fraction, ...], ...]:
    return tuple(zip(*rows, strict=True))


def _or_library(numbers: Numbers, facilities: int, customers: int) -> Instance:
    capacity, fixed = _turned(_matrix(numbers[: 2 * facilities], facilities))
    rows = _matrix(numbers[2 * facilities : 2 * facilities + customers * (1 + facilities)], customers)
    return Instance(capacity, fixed, tuple(row[0] for row in rows), tuple(row[1:] for row in rows))


def _holmberg(numbers: Numbers, facilities: int, customers: int) -> Instance:
    capacity, fixed = _turned(_matrix(numbers[: 2 * facilities], facilities))
    demand, costs = _parts(numbers[2 * facilities :], [customers, customers * facilities])
    return Instance(capacity, fixed, tuple(demand), _turned(_matrix(costs, facilities)))


def _delmaire(numbers: Numbers, customers: int, facilities: int) -> Instance:
    costs, demand, fixed, capacity = _parts(numbers, [customers * facilities, customers, facilities, facilities])
    return Instance(tuple(capacity), tuple(fixed), tuple(demand), _matrix(costs, customers))


def _tbed1(numbers: Numbers, facilities: int, customers: int) -> Instance:
    demand, capacity, fixed, costs = _parts(numbers, [customers, facilities, facilities, customers * facilities])
    return Instance(tuple(capacity), tuple(fixed), tuple(demand), _turned(_matrix(costs, facilities)))


def _parts(numbers: Numbers, sizes: list[int]) -> list[Numbers]:
    ends = list(accumulate(sizes))
    return [numbers[end - size : end] for end, size in zip(ends, sizes, strict=True)]


# Of each format: the ways in which its files are broken into lines, and how its numbers are read.
READERS: dict[str, tuple[Callable[[int, int], list[Sections]], Callable[[Numbers, int, int], Instance]]] = {
    "or-library": (lambda j, i: [[2] * j + [1, j] * i, [2] * j + [1 + j] * i], _or_library),
    "holmberg": (lambda j, i: [[2] * j + [i] + [i] * j], _holmberg),
    "delmaire": (lambda i, j: [[j] * i + [i, j, j]], _delmaire),
    "tbed1": (lambda j, i: [[i, j, j] + [i] * j], _tbed1),
}
