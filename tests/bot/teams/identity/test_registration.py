"""An administrator gives ids and one proof; whatever is wrong has a sentence in both languages."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from bot.command.operator import Operator
from bot.teams.identity.registration import (
    Certificate,
    ManagedIdentity,
    Misregistered,
    Reason,
    Registration,
    Secret,
    register,
)
from bot.teams_settings import Given
from tests.bot.teams.identity.entra import APP, SECRET, TENANT, TERM, certificate, written
from tests.conftest import CONTENT

NOW = datetime(2026, 11, 23, tzinfo=UTC)
IDS = Given(app_id=APP, tenant=TENANT)

Keeps = Callable[[str, bytes], Path]


@pytest.fixture
def keeps(tmp_path: Path) -> Keeps:
    """Write a file that only its owner may read."""

    def keep(name: str, content: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content)
        path.chmod(0o600)
        return path

    return keep


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def refused(given: Given) -> Misregistered:
    with pytest.raises(Misregistered) as raised:
        register(given, NOW)
    return raised.value


def test_a_secret_comes_from_the_environment_or_from_a_file(keeps: Keeps) -> None:
    expected = Registration(APP, TENANT, Secret(SECRET))
    assert register(replace(IDS, secret=SECRET), NOW) == expected
    assert register(replace(IDS, secret_file=keeps("secret", f"{SECRET}\n".encode())), NOW) == expected
    assert expected.kind == "SingleTenant"


def test_ids_are_compared_in_small_letters(keeps: Keeps) -> None:
    given = Given(app_id=APP.upper(), tenant=f" {TENANT.upper()} ", secret=SECRET)
    assert register(given, NOW) == Registration(APP, TENANT, Secret(SECRET))


def test_a_managed_identity_needs_nothing(keeps: Keeps) -> None:
    found = register(replace(IDS, app_type="UserAssignedMSI"), NOW)
    assert (found.proof, found.kind) == (ManagedIdentity(), "UserAssignedMSI")


@pytest.mark.parametrize("first", ["key", "certificate"])
def test_a_certificate_and_its_key_stand_in_one_file_in_any_order(
    keeps: Keeps, key: rsa.RSAPrivateKey, first: str
) -> None:
    parts = [written(key), certificate(key)]
    file = keeps("app.pem", b"".join(parts if first == "key" else reversed(parts)))
    found = register(replace(IDS, certificate=file), NOW)
    assert found.proof == Certificate(parts[0].decode(), parts[1].decode(), TERM)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"app_id": ""}, "app-id"),
        ({"app_id": "ethos"}, "app-id"),
        ({"app_id": APP + "0"}, "app-id"),
        ({"app_id": f"{{{APP}}}"}, "app-id"),
        ({"app_id": "00000000-0000-0000-0000-000000000000"}, "app-id"),
        ({"tenant": ""}, "tenant"),
        ({"tenant": "common"}, "tenant"),
        ({"tenant": "department.onmicrosoft.com"}, "tenant"),
        ({"app_type": "MultiTenant"}, "app-type"),
        ({"app_type": "singletenant"}, "app-type"),
        ({"secret": ""}, "secret-missing"),
        ({"secret_file": Path("secret")}, "secret-twice"),
        ({"certificate": Path("app.pem")}, "secret-twice"),
        ({"secret": "", "secret_file": Path("secret"), "certificate": Path("app.pem")}, "secret-twice"),
        ({"app_type": "UserAssignedMSI"}, "secret-not-needed"),
        ({"app_type": "UserAssignedMSI", "secret": "", "certificate": Path("a")}, "secret-not-needed"),
        ({"secret": "two words of it"}, "secret-shape"),
        ({"secret": f'"{SECRET}'[:5]}, "secret-shape"),
        ({"secret": "s" * 1025}, "secret-shape"),
        ({"secret": "33333333-AAAA-4bbb-8ccc-000000000003"}, "secret-shape"),
        ({"secret": "sécrète-enough"}, "secret-shape"),
        ({"secret": "", "secret_file": Path("/nowhere/secret")}, "secret-unreadable"),
        ({"secret": "", "certificate": Path("/nowhere/app.pem")}, "certificate-unreadable"),
    ],
    ids=lambda given: str(given)[:60],
)
def test_each_mistake_in_the_settings_is_named(change: dict[str, str], reason: Reason) -> None:
    assert refused(replace(replace(IDS, secret=SECRET), **change)).reason == reason  # type: ignore[arg-type] # as listed


def test_files_open_to_others_are_named(keeps: Keeps, key: rsa.RSAPrivateKey) -> None:
    file = keeps("both", written(key) + certificate(key))
    file.chmod(0o640)
    assert refused(replace(IDS, secret_file=file)).reason == "secret-open-to-others"
    fault = refused(replace(IDS, certificate=file))
    assert (fault.reason, fault.values) == ("certificate-open-to-others", {"file": "both"})


def test_a_certificate_that_cannot_be_used_is_named(keeps: Keeps, key: rsa.RSAPrivateKey) -> None:
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"word"))
    curve, other = ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 2048)
    small = rsa.generate_private_key(65537, 1024)
    mistakes: list[tuple[bytes, Reason]] = [
        (b"", "certificate-incomplete"),
        (b"secret words", "certificate-incomplete"),
        (written(key), "certificate-incomplete"),
        (certificate(key), "certificate-incomplete"),
        (locked + certificate(key), "certificate-incomplete"),
        (written(curve) + certificate(curve), "certificate-weak"),
        (written(small) + certificate(small), "certificate-weak"),
        (written(other) + certificate(key), "certificate-not-its-key"),
        (written(key) + certificate(key, NOW), "certificate-over"),
    ]
    for content, reason in mistakes:
        fault = refused(replace(IDS, certificate=keeps("app.pem", content)))
        assert (fault.reason, fault.values["file"]) == (reason, "app.pem")
        assert fault.__cause__ is None, "what the library says may quote the file"


def test_every_mistake_has_a_sentence_in_both_languages() -> None:
    values: dict[str, str | int] = {
        "expected": "SingleTenant",
        "file": "app.pem",
        "least": 2048,
        "known": "public, us-government",
        "day": "2026-11-23",
    }
    for reason in get_args(Reason):
        said = {Operator(CONTENT, {"LANG": lang}).says(f"teams.{reason}", **values) for lang in ("en", "fr")}
        assert len(said) == 2
        assert not [words for words in said if re.search(r"[{}]", words)]


def test_nothing_that_is_shown_holds_a_secret(keeps: Keeps, key: rsa.RSAPrivateKey) -> None:
    given = replace(IDS, secret=SECRET)
    pem = keeps("app.pem", written(key) + certificate(key))
    by_certificate = register(replace(IDS, certificate=pem), NOW)
    shown = f"{given!r} {register(given, NOW)!r} {by_certificate!r} {refused(replace(given, tenant='x'))!r}"
    assert SECRET not in shown
    assert "BEGIN" not in shown
