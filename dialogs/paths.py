"""Which modules and pages a learning path has, and what is left for somebody, also when their path changed.

Pages are named by their place among all pages of the module, from 0, so that one number means one page
whoever reads it.
"""

from collections.abc import Iterable

from content.model import Library, Module
from dialogs.facts import ModuleFinished
from dialogs.flow import Past
from dialogs.people import Path


def shown(module: Module, path: Path) -> tuple[int, ...]:
    """Return the pages that somebody on a path reads."""
    return tuple(
        number for number, page in enumerate(module.pages) if not page.paths or path.value in page.paths
    )


def unread(module: Module, past: Past) -> tuple[int, ...]:
    """Return what a finished module has for this path and had for none under which it was finished.

    Nothing is left of one that was never finished: that one is read whole. A finished module stays
    finished when it is revised, so pages count as its paths have them today.
    """
    under = {dated.path for dated in past.happened if _finishes(dated.fact, module.id)}
    if not under:
        return ()
    read = {number for path in under for number in shown(module, path)}
    return tuple(number for number in shown(module, past.path) if number not in read)


def _finishes(fact: object, module: str) -> bool:
    return isinstance(fact, ModuleFinished) and fact.module == module


def finished(past: Past) -> frozenset[str]:
    """Return the modules that were finished, in whichever version and on whichever path."""
    return frozenset(dated.fact.module for dated in past.happened if isinstance(dated.fact, ModuleFinished))


def offered(library: Library, path: Path) -> tuple[Module, ...]:
    """Return the modules of a path in its order; all there are when nobody wrote that path down."""
    listed: Iterable[str] = next(
        (found.modules for name, found in library.paths.items() if name == path.value), library.modules
    )
    return tuple(library.modules[id_] for id_ in listed if id_ in library.modules)


def left(library: Library, past: Past) -> tuple[Module, ...]:
    """Return what is still to be read, in order: modules not finished, and those with pages left."""
    done = finished(past)
    return tuple(
        module for module in offered(library, past.path) if module.id not in done or unread(module, past)
    )
