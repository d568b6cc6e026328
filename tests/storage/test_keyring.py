"""Who has a key gets in, until it is revoked; the database knows hashes only."""

from dataclasses import replace

import pytest

from app.storage.event_log import Clash, EventLog
from app.storage.keyring import Key, Keyring
from tests.storage.makers import OTHER_SHOW, SHOW, opened

KEY = Key(show_id=SHOW, pass_id="p1", code_hash="code-1", pin_hash="pin-1", expires_at_ms=99)


@pytest.fixture
def keyring(log: EventLog) -> Keyring:
    return Keyring(log)


async def test_a_key_is_found_by_its_token_and_by_its_code(keyring: Keyring) -> None:
    await keyring.add(KEY, "token-1")

    assert await keyring.by_token("token-1") == KEY
    assert await keyring.by_code("code-1") == KEY


async def test_what_nobody_was_given_opens_nothing(keyring: Keyring) -> None:
    await keyring.add(replace(KEY, code_hash=None))

    assert await keyring.by_token("token-1") is None
    assert await keyring.by_code("code-1") is None


async def test_one_pass_lets_several_devices_in(keyring: Keyring) -> None:
    await keyring.add(KEY, "token-1")

    assert await keyring.add_token(SHOW, "p1", "token-2")
    assert await keyring.by_token("token-1") == await keyring.by_token("token-2") == KEY


async def test_a_revoked_pass_opens_nothing_on_any_device(keyring: Keyring) -> None:
    await keyring.add(KEY, "token-1")
    await keyring.add_token(SHOW, "p1", "token-2")
    for _ in range(2):
        await keyring.revoke(SHOW, "p1")

    assert await keyring.by_token("token-1") is None
    assert await keyring.by_token("token-2") is None
    assert await keyring.by_code("code-1") is None
    assert not await keyring.add_token(SHOW, "p1", "token-3")


async def test_a_new_code_takes_the_place_of_the_old_and_devices_stay_in(keyring: Keyring) -> None:
    await keyring.add(KEY, "token-1")
    await keyring.add(replace(KEY, code_hash="code-2"))

    renewed = await keyring.by_token("token-1")

    assert renewed == await keyring.by_code("code-2")
    assert renewed is not None
    assert await keyring.by_code("code-1") is None


async def test_a_code_opens_one_pass_only(keyring: Keyring) -> None:
    await keyring.add(KEY)

    with pytest.raises(Clash):
        await keyring.add(replace(KEY, pass_id="p2"))


async def test_several_passes_may_have_no_code(keyring: Keyring) -> None:
    await keyring.add(replace(KEY, code_hash=None), "token-1")
    await keyring.add(replace(KEY, pass_id="p2", code_hash=None), "token-2")

    assert await keyring.by_token("token-2") == replace(KEY, pass_id="p2", code_hash=None)


async def test_a_token_opens_one_pass_only(keyring: Keyring) -> None:
    await keyring.add(KEY, "token-1")
    await keyring.add(replace(KEY, pass_id="p2", code_hash=None))

    with pytest.raises(Clash):
        await keyring.add_token(SHOW, "p2", "token-1")


async def test_a_show_lists_its_own_keys(keyring: Keyring, log: EventLog) -> None:
    await log.create_show(OTHER_SHOW, "AW27", 2)
    elsewhere = replace(KEY, show_id=OTHER_SHOW, code_hash="code-2")
    await keyring.add(KEY)
    await keyring.add(elsewhere)

    assert await keyring.for_show(SHOW) == {"p1": KEY}


async def test_the_first_of_two_servers_makes_the_owners_token(
    keyring: Keyring, log: EventLog, url: str
) -> None:
    assert await keyring.owner_token_hash() is None
    assert await keyring.set_owner_token_hash("first", if_absent=True) == "first"
    assert await keyring.set_owner_token_hash("second", if_absent=True) == "first"
    await log.close()

    async with opened(url) as again:
        assert await Keyring(again).owner_token_hash() == "first"


async def test_a_configured_token_takes_the_place_of_the_one_that_was_made(
    keyring: Keyring,
) -> None:
    await keyring.set_owner_token_hash("made", if_absent=True)
    await keyring.set_owner_token_hash("configured")

    assert await keyring.owner_token_hash() == "configured"
