"""How a phone comes to trust this house: what to install, in the form that its system takes, and a live check.

All of it is public: a certificate is no secret, and whoever needs it has not come in yet.
"""

import plistlib
import uuid
from typing import TYPE_CHECKING, Any, Final, NotRequired, TypedDict

import structlog
from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from app.web.address import host_of
from app.web.doors import Doors
from app.web.identity import TheDoors
from app.web.problems import not_found

if TYPE_CHECKING:
    from app.web.tls_folder import Found

log = structlog.get_logger(__name__)

DER: Final = "application/x-x509-ca-cert"
PROFILE: Final = "application/x-apple-aspen-config"
_OURS: Final = uuid.UUID("5f3c1a52-8d1e-4b39-9f0e-6a7d1c2b4e90")
# What this tells is public, and a page of the other scheme is of another origin.
_FOR_BOTH_SCHEMES: Final = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
}

router = APIRouter(tags=["health"])


class Trust(TypedDict):
    """`https_port` is absent where https is not served; the rest where phones trust it as it is."""

    https_port: NotRequired[int]
    fingerprint: NotRequired[str]
    title: NotRequired[str]
    ends_at: NotRequired[int]
    names_you: NotRequired[bool]  # the address that was asked is one of the certificate's


@router.get("/api/v1/trust", response_model=None)
def trust(request: Request, doors: TheDoors) -> Trust:
    """What a phone has to trust for https, if it is served."""
    port = None if doors.tls is None else doors.tls.serves()
    if port is None:
        return {}
    said: Trust = {"https_port": port}
    found = _found(doors)
    if found is not None:
        from app.web import certificates  # noqa: PLC0415 - takes 0.1 s, and not every house has any

        names = certificates.names_of(found.certificate)
        said["names_you"] = host_of(request.headers.get("host", "")) in {
            str(one) for one in (*names.hosts, *names.addresses)
        }
        if found.authority is not None:
            said["fingerprint"] = certificates.fingerprint(found.authority)
            said["title"] = certificates.title_of(found.authority)
            said["ends_at"] = int(found.authority.not_valid_after_utc.timestamp() * 1000)
    return said


@router.get("/api/v1/trust/reached", response_model=None)
def reached(request: Request) -> Response:
    """Whoever reads this over https trusts the certificate."""
    return JSONResponse({"secure": request.url.scheme == "https"}, headers=_FOR_BOTH_SCHEMES)


@router.get("/trust/standby.crt", response_class=Response)
def certificate(doors: TheDoors) -> Response:
    """The authority's certificate, as Android, Windows, ChromeOS, Firefox and macOS take it."""
    return _file(_authority(doors), DER, "standby.crt")


@router.get("/trust/standby.mobileconfig", response_class=Response)
def profile(doors: TheDoors) -> Response:
    """The same as a profile, as iPhones and iPads take it."""
    der = _authority(doors)
    # Of the certificate: the same one installed twice is one profile, another one is another.
    whole, inner = (str(uuid.uuid5(_OURS, f"{part} {der.hex()}")).upper() for part in "ab")
    described: dict[str, Any] = {
        "PayloadType": "Configuration",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"standby.trust.{whole}",
        "PayloadUUID": whole,
        "PayloadDisplayName": "Standby",
        "PayloadDescription": "Lets this device trust the Standby server of this house.",
        "PayloadContent": [
            {
                "PayloadType": "com.apple.security.root",
                "PayloadVersion": 1,
                "PayloadIdentifier": f"standby.trust.{inner}",
                "PayloadUUID": inner,
                "PayloadDisplayName": "Standby",
                "PayloadCertificateFileName": "standby.crt",
                "PayloadContent": der,
            }
        ],
    }
    return _file(plistlib.dumps(described), PROFILE, "standby.mobileconfig")


def _file(body: bytes, kind: str, name: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(body, headers=headers, media_type=kind)


def _authority(doors: Doors) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 - as above

    found = _found(doors)
    if found is None or found.authority is None:
        raise not_found("There is no authority of this house to trust.")
    return found.authority.public_bytes(Encoding.DER)


def _found(doors: Doors) -> "Found | None":
    from app.web.tls_folder import FolderProblem, found_in  # noqa: PLC0415 - as above

    if doors.tls is None:
        return None
    try:
        return found_in(doors.tls.folder)
    except FolderProblem as why:
        log.warning("certificates can't be read", reason=str(why))
        return None
