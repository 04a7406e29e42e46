"""What ties one table to another: ids that must exist, codes of regions and municipalities, limits of the policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from optimizer.scenario.entities import Kind, OfferType, Policy
from optimizer.scenario.reading.cells import is_blank
from optimizer.scenario.reading.checking import CheckedTable
from optimizer.scenario.reading.findings import Findings
from optimizer.scenario.reading.nearest import Nearest, code_nearest
from optimizer.scenario.regions import former_municipalities, municipality_facts, region_facts
from optimizer.scenario.tables import CODES

Tables = Mapping[str, CheckedTable]


def check_across(tables: Tables, policy: Policy, findings: Findings) -> None:
    """Note every fault that takes more than one table, or a table and the policy, to see."""
    _check_ids(tables, findings)
    _check_references(tables, findings)
    _check_codes(tables, findings)
    for name in ("households", "mix"):
        _check_sizes(tables[name], policy, findings)
    _check_whereabouts(tables["households"], findings)
    if Kind.ASYLUM_SEEKER in tables["households"].column("kind") and not tables["sites"].present:
        findings.missing("sites", "this table: asylum seekers go to sites")


def warn_across(tables: Tables, policy: Policy, findings: Findings) -> None:
    """Warn of what is allowed and probably not meant."""
    households, housing = tables["households"], tables["housing"]
    kinds = households.column("kind")
    if not len(households):
        findings.warn("households", "has no households: a plan of nothing")
    linked = zip(kinds, households.column("linked_municipality"), strict=True)
    unlinked = sum(kind == Kind.STATUS_HOLDER and municipality is None for kind, municipality in linked)
    if unlinked:
        findings.warn(
            "households", f"{unlinked} status-holder households have no linked_municipality: no home for them"
        )
    if Kind.STATUS_HOLDER in kinds and not len(housing):
        findings.warn("housing", "there is no housing: status holders cannot be housed")
    shared = zip(housing.column("type"), housing.column("units"), strict=True)
    if several := sum(kind == OfferType.INTERIM and units > 1 for kind, units in shared):
        findings.warn("housing", f"{several} interim facilities have more than one unit; each counts units * persons")
    for name, default in (("tranche", "base"), ("status", "open")):
        if empty := sum(not cell for cell in tables["sites"].raw.get(name, [])):
            findings.warn("sites", f"{empty} sites have no {name}: taken as {default}")
    _warn_of_fleet(tables, policy, findings)


def _warn_of_fleet(tables: Tables, policy: Policy, findings: Findings) -> None:
    if len(tables["buses"]):
        return
    if not len(tables["origins"]):
        if Kind.ASYLUM_SEEKER in tables["households"].column("kind"):
            findings.warn(
                "buses", "no buses are listed and there is no origin to station the usual ones: no bus drives"
            )
    elif tables["buses"].present and policy.buses_per_day:
        fleet = f"{policy.buses_per_day} usual buses at the first origin"
        findings.warn("buses", f"has no rows: {fleet} are used (for no bus, set buses_per_day to 0)")


def cells_of(table: CheckedTable, column: str) -> Iterator[tuple[int, Any]]:
    """Row number in the file and value of each cell of a column that has one."""
    pairs = zip(table.numbers, table.column(column), strict=True)
    return ((number, value) for number, value in pairs if value is not None)


def _check_ids(tables: Tables, findings: Findings) -> None:
    """An id names one place: no origin is called like a site, no site like a home."""
    sites = {value: number for number, value in reversed(list(cells_of(tables["sites"], "site_id")))}
    for name, column in (("origins", "origin_id"), ("housing", "offer_id")):
        for number, value in cells_of(tables[name], column):
            if value in sites:
                other = f"{findings.label['sites']}, row {sites[value]}"
                findings.fault(name, number, column, value, f"an id that no site has ({other} has it)")


def _check_references(tables: Tables, findings: Findings) -> None:
    here = ("origins", "origin_id"), ("sites", "site_id")
    there = ("sites", "site_id"), ("housing", "offer_id")
    for name, column in (
        ("households", "origin_id"),
        ("buses", "station_id"),
        ("travel_times", "from_id"),
        ("travel_times", "to_id"),
    ):
        _check_known(tables, name, column, here, findings)
    _check_known(tables, "inflow", "origin_id", here[:1], findings)
    for column in ("pinned_to", "not_to"):
        _check_known(tables, "households", column, there, findings)


def _check_known(
    tables: Tables, name: str, column: str, targets: tuple[tuple[str, str], ...], findings: Findings
) -> None:
    """Each id of a column has to be in one of the target tables; a whole table that is missing is one fault."""
    known = {value for table, key in targets for _, value in cells_of(tables[table], key)}
    cells = ((row, value if isinstance(value, tuple) else (value,)) for row, value in cells_of(tables[name], column))
    unknown = [(row, each) for row, values in cells for each in values if each not in known]
    absent = next((table for table, _ in targets if not tables[table].present), None)
    if unknown and absent is not None:
        row, value = unknown[0]
        findings.missing(absent, f"this table: {findings.label[name]}, row {row}, names {value!r}")
    elif unknown and all(tables[table].whole for table, _ in targets):
        nearest = Nearest(known)
        expected = "an id of " + " or ".join(findings.label[table] for table, _ in targets)
        for row, value in unknown:
            findings.fault(name, row, column, value, expected, nearest(value))


def _check_codes(tables: Tables, findings: Findings) -> None:
    regions = {facts.code: facts.name for facts in region_facts()}
    near = code_nearest("VR", regions)
    for name in ("sites", "regions", "region_days"):
        for row, value in cells_of(tables[name], "vr_code"):
            if value not in regions:
                findings.fault(name, row, "vr_code", value, CODES["regions"], near(value))
    check_municipalities(tables["households"], "linked_municipality", findings)
    for name in ("sites", "housing", "status_inflow", "targets", "exchange"):
        check_municipalities(tables[name], "gm_code", findings)
    _check_regions_of_sites(tables["sites"], regions, findings)


def check_municipalities(table: CheckedTable, column: str, findings: Findings) -> None:
    """Each code is that of a municipality of today; a fault about one that was merged names its successor."""
    names = {facts.code: facts.name for facts in municipality_facts()}
    former = {facts.code: facts for facts in former_municipalities()}
    near = code_nearest("GM", names)
    for row, value in cells_of(table, column):
        if value in former:
            gone = former[value]
            merged = f"{gone.merged_into} {names[gone.merged_into]}: {gone.name} merged into it in {gone.year}"
            findings.fault(table.name, row, column, value, merged, gone.merged_into)
        elif value not in names:
            findings.fault(table.name, row, column, value, CODES["municipalities"], near(value))


def _check_regions_of_sites(sites: CheckedTable, regions: Mapping[str, str], findings: Findings) -> None:
    of = {facts.code: facts for facts in municipality_facts()}
    cells = zip(sites.numbers, sites.column("vr_code"), sites.column("gm_code"), strict=True)
    for row, region, municipality in cells:
        facts = of.get(municipality)
        if facts is not None and region in regions and facts.region != region:
            expected = f"{facts.region} {regions[facts.region]}, the region of {municipality} {facts.name}"
            findings.fault("sites", row, "vr_code", region, expected, facts.region)


def _check_sizes(table: CheckedTable, policy: Policy, findings: Findings) -> None:
    most = policy.max_household_persons
    for row, persons in cells_of(table, "persons"):
        if persons > most:
            findings.fault(table.name, row, "persons", persons, f"at most {most} (max_household_persons)")


def _check_whereabouts(households: CheckedTable, findings: Findings) -> None:
    """Asylum seekers have an origin; when the whole column is missing, that is one fault."""
    rows = zip(households.numbers, households.column("kind"), households.raw.get("origin_id", ()), strict=True)
    nowhere = [row for row, kind, cell in rows if kind == Kind.ASYLUM_SEEKER and is_blank(cell)]
    if nowhere and "origin_id" in households.lacking:
        near = Nearest(households.unknown)("origin_id")
        findings.fault("households", None, "origin_id", "", "this column: asylum seekers are somewhere", near)
    else:
        for row in nowhere:
            expected = "an id of an origin or a site: asylum seekers are somewhere"
            findings.fault("households", row, "origin_id", "", expected)
