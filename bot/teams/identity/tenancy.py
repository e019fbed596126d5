"""Opens the one tenant Ethos serves: who we are there, in which cloud, and whose groups confirm roles."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import aiohttp

from bot.roles import ByGroups, ByRoster, Roles
from bot.teams.channel import Tenant
from bot.teams.clouds import CLOUDS, Cloud
from bot.teams.entry.gate import CHANNEL
from bot.teams.entry.signing_keys import SigningKeys
from bot.teams.identity.credentials import Credentials
from bot.teams.identity.groups import Groups
from bot.teams.identity.registration import Misregistered, Registration, register
from bot.teams_settings import HOST, Given
from dialogs.people import Role


@dataclass(frozen=True, slots=True)
class Tenancy:
    """The tenant, and who we are there. `tokens` gives the app's tokens, one for each resource."""

    tenant: Tenant
    tokens: Credentials
    session: aiohttp.ClientSession
    clock: Callable[[], datetime]

    def roles(self, groups: Mapping[Role, str]) -> Roles:
        """Return who confirms roles: the staff list, and Graph for those that have a group."""
        if not groups:
            return ByRoster()
        graph = self.tenant.cloud.graph
        authorize = self.tokens.for_resource(graph)
        asked = Groups(groups.values(), graph, session=self.session, authorize=authorize, clock=self.clock)
        return ByGroups(groups, asked)

    @property
    def roots(self) -> tuple[str, ...]:
        """Return the roots of the hosts that are written to."""
        cloud = self.tenant.cloud
        return tuple(f"https://{host}" for host in sorted(cloud.hosts | cloud.uploads))

    async def signing_keys(self) -> tuple[int, int]:
        """Fetch the keys that sign what comes in, from the key server, not from memory.

        Return how many there are, and how many of them may sign for Teams. Raises KeysAway.
        """
        keys = SigningKeys(self.session, self.tenant.cloud, self.clock)
        await keys.fetch()
        return keys.count(), keys.count(CHANNEL)

    async def token(self) -> None:
        """Get a token for what goes out. Raises NoIdentity."""
        await self.tenant.identity.header()

    async def close(self) -> None:
        """Cut off what is under way."""
        await self.tokens.close()


def open_tenancy(given: Given, *, session: aiohttp.ClientSession, clock: Callable[[], datetime]) -> Tenancy:
    """Parse what the settings hold, and open what they name. Raises Misregistered for the first fault."""
    registered, cloud = parsed(given, clock())
    tokens = Credentials(registered, cloud, session=session, clock=clock)
    tenant = Tenant(cloud, registered.app_id, registered.tenant, tokens.for_resource(cloud.connector))
    return Tenancy(tenant, tokens, session, clock)


def parsed(given: Given, now: datetime) -> tuple[Registration, Cloud]:
    """Parse what the settings hold; files are read. Raises Misregistered for the first fault."""
    return register(given, now), _cloud(given)


def _cloud(given: Given) -> Cloud:
    if given.cloud not in CLOUDS:
        raise Misregistered("cloud", known=", ".join(CLOUDS))
    if not all(map(HOST.fullmatch, given.hosts)):
        raise Misregistered("service-host")
    if not all(map(HOST.fullmatch, given.uploads)):
        raise Misregistered("file-host")
    return CLOUDS[given.cloud].with_hosts(given.hosts, given.uploads)
