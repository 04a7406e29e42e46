"""A day small enough to count by hand, as a scenario folder, for tests of the command line."""

from __future__ import annotations

from pathlib import Path

ORIGINS = "origin_id,name,lon,lat\nTA,Ter Apel,7.06,52.87\n"
HOUSEHOLDS = "household_id,kind,persons,origin_id\nH1,asylum_seeker,4,TA\nH2,asylum_seeker,1,TA\n"
SITES = (
    "site_id,name,vr_code,gm_code,lon,lat,tranche,status,places,occupied\n"
    "S1,Hall,VR01,GM0014,6.567,53.219,base,open,{places},0\n"
    "S2,School,VR03,GM0114,6.907,52.779,base,open,2,2\n"
)


def write_small_day(folder: Path, *, places: int = 10, households: str = HOUSEHOLDS, policy: str = "") -> Path:
    """Five people at Ter Apel, one hall with `places` beds and a full school; the folder itself is returned.

    With 10 places everybody is sheltered in the hall; with 4 the family is and one person is not (or less well).
    """
    folder.mkdir(parents=True)
    (folder / "scenario.toml").write_text(f"date = 2026-03-02\n{policy}", encoding="utf-8")
    (folder / "origins.csv").write_text(ORIGINS, encoding="utf-8")
    (folder / "households.csv").write_text(households, encoding="utf-8")
    (folder / "sites.csv").write_text(SITES.format(places=places), encoding="utf-8")
    return folder
