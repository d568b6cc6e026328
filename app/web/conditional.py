"""What a browser says of what it already has, and of what it can unpack."""


def has_it(said: str | None, etag: str) -> bool:
    """Tell whether `If-None-Match` names what we would send: weak or not, one of several, or anything."""
    if said is None:
        return False
    known = {one.strip().removeprefix("W/") for one in said.split(",")}
    return "*" in known or etag.removeprefix("W/") in known


def takes_gzip(said: str | None) -> bool:
    """Tell whether `Accept-Encoding` has gzip in it, and not as something that it does not want."""
    weights: dict[str, bool] = {}
    for one in (said or "").lower().split(","):
        coding, _, rest = one.partition(";")
        weights[coding.strip()] = _is_wanted(rest)
    return weights.get("gzip", weights.get("*", False))


def _is_wanted(rest: str) -> bool:
    name, _, weight = rest.replace(" ", "").partition("=")
    try:
        return name != "q" or float(weight) > 0
    except ValueError:
        return False
