"""The settings of Teams mode as somebody gave them, and the forms of what stands in them."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]*[a-z0-9]", re.IGNORECASE)

Kind = Literal["SingleTenant", "UserAssignedMSI"]
SINGLE_TENANT: Kind = "SingleTenant"
MANAGED: Kind = "UserAssignedMSI"
KINDS = (SINGLE_TENANT, MANAGED)
"""The app types, as the Azure Bot resource calls them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The settings, not yet believed; an empty text or None was not given. Secrets are never shown."""

    app_id: str = ""
    tenant: str = ""
    app_type: str = SINGLE_TENANT
    cloud: str = "public"
    hosts: tuple[str, ...] = ()
    uploads: tuple[str, ...] = ()
    secret: str = field(default="", repr=False)
    secret_file: Path | None = None
    certificate: Path | None = None
    metrics_key: str = field(default="", repr=False)
    metrics_key_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """From when until when a certificate is good."""

    begins: datetime
    ends: datetime
