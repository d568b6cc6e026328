"""The screens' files, and index.html for whatever is no API."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.web.conditional import has_it, takes_gzip
from app.web.identity import TheDoors
from app.web.problems import not_found

_FOR_EVER: Final = "public, max-age=31536000, immutable"  # its name changes when it changes
_ASK_FIRST: Final = "no-cache"
_WORKER: Final = "sw.js"
# A service worker lives under the policy of its own file: it fetches the screens, and nothing else.
_WORKER_POLICY: Final = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'"
_NOT_BUILT: Final = "The screens are not built. Run `make demo`, or `npm run build` in frontend/."

router = APIRouter(include_in_schema=False)


@router.head("/{path:path}")
@router.get("/{path:path}")
async def screen(path: str, request: Request, doors: TheDoors) -> Response:
    """A file of the bundle; for any other address the page itself, which knows what to show."""
    if path.startswith("api/"):
        raise HTTPException(405) if request.method == "HEAD" else not_found()
    named = doors.pages.page(path) if path else None
    page = named or doors.pages.page("index.html")
    if page is None:
        raise not_found(_NOT_BUILT)
    if named is None and "." in path.rpartition("/")[2]:
        raise not_found()  # a file that was here before the last build, not a screen
    kept = _FOR_EVER if path.startswith("assets/") else _ASK_FIRST
    headers = {"cache-control": kept, "etag": page.etag, "vary": "accept-encoding"}
    if path == _WORKER:
        headers["content-security-policy"] = _WORKER_POLICY
    if has_it(request.headers.get("if-none-match"), page.etag):
        return Response(status_code=304, headers=headers)
    if page.gzipped is not None and takes_gzip(request.headers.get("accept-encoding")):
        headers["content-encoding"] = "gzip"
        return Response(page.gzipped, headers=headers, media_type=page.kind)
    return Response(page.body, headers=headers, media_type=page.kind)
