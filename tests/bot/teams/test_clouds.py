"""Which addresses belong to a cloud, spelled out: nothing by its ending, nothing in the clear."""

import dataclasses

import pytest

from bot.teams.clouds import CLOUDS, PUBLIC, US_GOVERNMENT, Cloud

OURS = PUBLIC.with_hosts(["Gate.Example.ca"], ["Contoso-my.SharePoint.com", "files.example.ca:8443"])


@pytest.mark.parametrize(
    ("cloud", "url"),
    [
        (PUBLIC, "https://smba.trafficmanager.net"),
        (PUBLIC, "https://smba.trafficmanager.net/ca/"),
        (PUBLIC, "https://smba.trafficmanager.net:443/emea/72f988bf-86f1-41af-91ab-2d7cd011db47/"),
        (PUBLIC, "https://SMBA.TrafficManager.net/ca"),
        (US_GOVERNMENT, "https://smba.infra.gov.teams.microsoft.us/teams/"),
        (US_GOVERNMENT, "https://smba.infra.dod.teams.microsoft.us"),
        (OURS, "https://gate.example.ca/v3"),
    ],
)
def test_a_clouds_own_service_may_be_written_to(cloud: Cloud, url: str) -> None:
    assert cloud.allows(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://smba.trafficmanager.net/ca/",
        "https://evil.trafficmanager.net/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://notsmba.trafficmanager.net/",
        "https://smba.trafficmanager.net:8443/",
        "https://smba.trafficmanager.net:99999/",
        "https://user@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net./",
        "https://smba.infra.gov.teams.microsoft.us/",
        "https://contoso-my.sharepoint.com/",
        "https://gate.example.ca/",
        "",
    ],
)
def test_nothing_else_is_written_to(url: str) -> None:
    assert not PUBLIC.allows(url)


def test_the_clouds_do_not_share_their_services() -> None:
    assert not PUBLIC.hosts & US_GOVERNMENT.hosts
    for field in ("issuer", "openid", "authority", "connector", "graph"):
        assert getattr(PUBLIC, field) != getattr(US_GOVERNMENT, field)
    for cloud in CLOUDS.values():
        assert cloud.secure
        assert not cloud.uploads, "files go nowhere until the organization names its hosts"
        for address in (cloud.issuer, cloud.openid, cloud.authority, cloud.connector, cloud.graph):
            assert address.startswith("https://")


@pytest.mark.parametrize(
    "url",
    [
        "https://contoso-my.sharepoint.com/personal/ada/_api/v2.0/drive/items/01/uploadSession?guid='4f'&x=%2F",
        "https://CONTOSO-my.sharepoint.com/up",
        "https://contoso-my.sharepoint.com:443/up",
        "https://files.example.ca:8443/up",
    ],
)
def test_files_go_to_the_organizations_own_hosts(url: str) -> None:
    assert OURS.takes(url)
    assert not PUBLIC.takes(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://contoso-my.sharepoint.com/up",
        "https://contoso.sharepoint.com/up",
        "https://evil-contoso-my.sharepoint.com/up",
        "https://contoso-my.sharepoint.com.evil.example/up",
        "https://contoso-my.sharepoint.com@evil.example/up",
        "https://me:pass@contoso-my.sharepoint.com/up",
        "https://contoso-my.sharepoint.com:8443/up",
        "https://contoso-my.sharepoint.com:port/up",
        "https://files.example.ca/up",
        "https://contoso-my.sharepoint.com\\@evil.example/up",
        "https://contoso-my.sharepoint.com/up HTTP/1.1",
        "https://contoso-my.sharepoint.com/up\r\nX-Ms: 1",
        "https://contoso-my.sharepoint.com/\x00",
        "https://contoso\u2011my.sharepoint.com/up",
        "https://smba.trafficmanager.net/up",
        "contoso-my.sharepoint.com/up",
        "//contoso-my.sharepoint.com/up",
        "https://",
        "https:///up",
        "https://[::1",
        "",
    ],
)
def test_files_go_nowhere_else(url: str) -> None:
    assert not OURS.takes(url)


def test_more_hosts_change_nothing_else() -> None:
    assert OURS.hosts == PUBLIC.hosts | {"gate.example.ca"}
    assert dataclasses.replace(OURS, hosts=PUBLIC.hosts, uploads=PUBLIC.uploads) == PUBLIC
