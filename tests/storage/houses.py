"""The media the contract is checked on; a new store is one more class here and one more line in HOUSES."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from storage.memory import open_memory
from storage.ports import Store
from storage.tiny import TinyStore, open_tiny


class House(Protocol):
    """One medium with nothing in it at first."""

    async def open(self) -> Store:
        """Open it, or hand out what is open."""
        ...

    async def restart(self) -> Store:
        """Close it and open it again; a medium that does not outlive its process stays open."""
        ...

    async def close(self) -> None:
        """Leave nothing running."""
        ...


class MemoryHouse:
    def __init__(self, _: Path) -> None:
        self._store = open_memory()

    async def open(self) -> Store:
        return self._store

    async def restart(self) -> Store:
        return self._store

    async def close(self) -> None:
        pass


class TinyHouse:
    def __init__(self, folder: Path) -> None:
        self._folder = folder / "data"
        self._open: TinyStore | None = None

    async def open(self) -> Store:
        if self._open is None:
            self._open = await open_tiny(self._folder, mark="local")
        return self._open.store

    async def restart(self) -> Store:
        await self.close()
        return await self.open()

    async def close(self) -> None:
        if self._open is not None:
            await self._open.close()
            self._open = None


HOUSES: dict[str, Callable[[Path], House]] = {"memory": MemoryHouse, "tiny": TinyHouse}
