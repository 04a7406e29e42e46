"""The model one writes down first: does household h go to site s, does status holder h get offer o.

    x[h, s] in {0, 1}     household h goes to site s          one column for every pair that suits (state.may_go)
    x[h, o] in {0, 1}     status holder h gets offer o
    open[s] in {0, 1}     a site that has nobody tonight is in use
    trips[k, p, s]        trips of buses of kind k from place p to site s, whole
    state[v], hired[v]    staff of a region, whole
    band[v, b]            persons in the b-th tenth of a region's load

Status holders and asylum seekers share nothing on one day, so each has a model of its own; anybody would see that.
The buses are simplified, or it could not be written straight down at all:

- In its favour: the households of one place and site need enough seats on all trips between the two together; that each
  trip is filled by whole households is left to the decoding. Like buses share their days: together they may drive as
  long as all of them may, but at most once each a trip so long that a bus makes only one, and so on; breaks are free.
- Against it: a trip has one stop (up to three are allowed), and between two trips a bus is taken to pass by its
  station. Most buses stand at the main origin, where that is no detour.

Decoding (`decode.py`) puts trips on buses, the farthest first, and whole households on trips, the largest first; who
finds no seat is sent on as first come, first served would, on seats that are left, then by buses that have time left.
So the plan is real, and its levels are the verifier's; its bounds hold for this model only.
"""
