"""`standby tls`: certificates of the house's own, so that phones may keep their screens on and open offline."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, NoReturn

import typer

if TYPE_CHECKING:
    from app.web.certificates import Names
    from app.web.tls_folder import Found, Keeping

PASSPHRASE: Final = "STANDBY_TLS_PASSPHRASE"  # noqa: S105 - the name of a variable

tls = typer.Typer(
    help="Make and renew the certificates that https is served with.", no_args_is_help=True
)

Folder = Annotated[
    Path | None,
    typer.Option(
        "--dir", envvar="STANDBY_TLS_DIR", help="Where they lie; else `tls` beside the database."
    ),
]
More = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[NAME|ADDRESS|NETWORK]...",
        help="Further names: show.example.org, 192.168.1.20; a network (192.168.1.0/24) is what"
        " `tls add` may later take addresses from.",
    ),
]
Added = Annotated[list[str], typer.Argument(metavar="NAME|ADDRESS...")]
Force = Annotated[bool, typer.Option("--force", help="Replace what is there. Phones trust anew.")]
Forget = Annotated[
    bool,
    typer.Option(
        "--forget-ca-key",
        help="Never write the authority's key: nobody can steal it, and nothing can be added.",
    ),
]
Encrypt = Annotated[
    bool, typer.Option("--encrypt-ca-key", help=f"Lock it: asks, or reads {PASSPHRASE}.")
]


@tls.command()
def init(
    names: More = None,
    folder: Folder = None,
    force: Force = False,  # noqa: FBT002 - typer reads options from the parameters
    forget_ca_key: Forget = False,  # noqa: FBT002
    encrypt_ca_key: Encrypt = False,  # noqa: FBT002
) -> None:
    """Make an authority for this machine's names and addresses alone, and a certificate under it."""
    from app.web.tls_folder import Keeping, begin, found_in  # noqa: PLC0415 - --help need not wait

    if forget_ca_key and encrypt_ca_key:
        raise typer.BadParameter("A key that is forgotten needs no lock.")
    place = _folder(folder)
    with _plainly():
        if not force and found_in(place) is not None:
            _end(f"{place} has certificates already. With --force they are replaced.")
        wanted = _own_names() | _read(names or [])
        passphrase = _passphrase(confirm=True) if encrypt_ca_key else None
        keeping = Keeping(kept=not forget_ca_key, passphrase=passphrase)
        found = begin(place, wanted, title=_title(), now=_now(), keeping=keeping)
    typer.echo(f"Made in {place}")
    _tell(place, found)
    typer.echo("")
    for line in _what_of_the_key(place, keeping):
        typer.echo(line)
    typer.echo(
        "A running server takes it up by itself. Open /trust on each phone and compare the fingerprint."
    )


@tls.command()
def add(names: Added, folder: Folder = None) -> None:
    """Add names or addresses to the certificate. Phones go on trusting."""
    from app.web.certificates import read_names  # noqa: PLC0415

    with _plainly():
        more = read_names(*names)
        if more.networks:
            _end("A network belongs to the authority: give it to `standby tls init`.")
        _renew(_folder(folder), more)


@tls.command()
def renew(folder: Folder = None) -> None:
    """Make the certificate anew, for the same names. Phones go on trusting."""
    from app.web.certificates import Names  # noqa: PLC0415

    with _plainly():
        _renew(_folder(folder), Names())


@tls.command()
def show(folder: Folder = None) -> None:
    """Tell the fingerprint to compare, the names, and how long it is good."""
    from app.web.tls_folder import found_in, must_be_renewed  # noqa: PLC0415

    place = _folder(folder)
    with _plainly():
        found = found_in(place)
        if found is None:
            _end(f"There are no certificates in {place}: `standby tls init` makes them.")
        _tell(place, found)
        warning = must_be_renewed(found, _now())
    if warning:
        typer.echo(warning, err=True)
        raise typer.Exit(1)


def _renew(place: Path, more: "Names") -> None:
    from app.web.tls_folder import key_is_locked, renew  # noqa: PLC0415

    passphrase = _passphrase(confirm=False) if key_is_locked(place) else None
    found = renew(place, more, now=_now(), passphrase=passphrase)
    _tell(place, found)
    typer.echo("A running server takes it up by itself.")


def _tell(place: Path, found: "Found") -> None:
    from app.web.certificates import days_left, fingerprint, may_name, names_of  # noqa: PLC0415
    from app.web.tls_folder import has_key  # noqa: PLC0415

    now = _now()
    if found.authority is not None:
        typer.echo(f"  fingerprint   {fingerprint(found.authority)}")
        typer.echo(f"  authority     good for {days_left(found.authority, now)} days")
        typer.echo(f"  may speak for {may_name(found.authority)}")
        typer.echo(f"  its key       {'here' if has_key(place) else 'not here'}")
    typer.echo(f"  certificate   good for {days_left(found.certificate, now)} days")
    typer.echo(f"  speaks for    {names_of(found.certificate)}")


def _what_of_the_key(place: Path, keeping: "Keeping") -> Iterator[str]:
    if not keeping.kept:
        yield "The authority's key was never written: nobody can misuse it, and nothing can be"
        yield "added or renewed. Before the certificate ends, `tls init --force` begins anew."
    elif keeping.passphrase:
        yield f"The authority's key is in {place / 'ca.key'}, locked with your passphrase."
    else:
        yield f"The authority's key is in {place / 'ca.key'}, for this user alone. Whoever copies it"
        yield "can pose as this machine, to phones that trust it, and as nobody else. To be safer,"
        yield "move it to a stick, delete it, or begin with --encrypt-ca-key or --forget-ca-key."


def _own_names() -> "Names":
    """Return what phones may call this machine without anybody having said so."""
    from app.web.address import lan_addresses  # noqa: PLC0415
    from app.web.certificates import NotAName, read_names  # noqa: PLC0415

    found = read_names("localhost", "127.0.0.1", "::1", *sorted(lan_addresses()))
    try:
        return read_names(f"{socket.gethostname().split('.', 1)[0]}.local") | found
    except NotAName:
        return found  # a machine whose name can't be a name on a network


def _read(words: list[str]) -> "Names":
    from app.web.certificates import read_names  # noqa: PLC0415

    return read_names(*words)


def _title() -> str:
    """Return what stands in a phone's list of authorities; with its moment, for two are told apart."""
    machine = socket.gethostname().split(".", 1)[0][:30]
    return f"Standby on {machine}, {_now():%d %b %Y %H:%M}"


def _passphrase(*, confirm: bool) -> str:
    said = os.environ.get(PASSPHRASE)
    if said:
        return said
    asked: str = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm)
    return asked


def _folder(asked: Path | None) -> Path:
    from app.web.tls import usual_folder  # noqa: PLC0415

    return asked or usual_folder(os.environ.get("STANDBY_DATABASE_URL", "sqlite:///standby.db"))


def _now() -> datetime:
    from app.live.clock import HouseClock  # noqa: PLC0415
    from app.web.certificates import at  # noqa: PLC0415

    return at(HouseClock().now_ms())


@contextmanager
def _plainly() -> Iterator[None]:
    """Say what goes wrong in a sentence."""
    from app.web.certificates import NotAName  # noqa: PLC0415
    from app.web.tls_folder import FolderProblem  # noqa: PLC0415

    try:
        yield
    except (NotAName, FolderProblem) as why:
        _end(str(why))


def _end(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(2)
