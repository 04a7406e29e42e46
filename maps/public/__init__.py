"""The public profile: pages for everybody, made of the few figures that may be told (docs/public-profile.md)."""
