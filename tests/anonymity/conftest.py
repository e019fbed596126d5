"""Every system is played once and attacked once, on as many cores as there are, up to two."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor

import pytest

from tests.anonymity.adversary.attacks import Result
from tests.anonymity.mutants import HONEST, LEAKY, SELDOM
from tests.anonymity.trying import attempt

Attempts = Callable[[str], Mapping[str, Result]]

BESIDE_OTHERS = "PYTEST_XDIST_WORKER" in os.environ
"""Whether other tests run at the same time, on the other core."""

WORKERS = 1 if BESIDE_OTHERS else 2


@pytest.fixture(scope="session")
def attempts() -> Iterator[Attempts]:
    """How the adversary did on a system, by its name: all begin at once, and whoever asks waits for one.

    Beside other tests each begins when it is asked for, because not every process asks for all of them.
    """
    names = [] if BESIDE_OTHERS else [each.name for each in (*HONEST, SELDOM, *LEAKY)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(WORKERS, mp_context=context) as pool:
        begun: dict[str, Future[Mapping[str, Result]]] = {name: pool.submit(attempt, name) for name in names}

        def attempted(name: str) -> Mapping[str, Result]:
            if name not in begun:
                begun[name] = pool.submit(attempt, name)
            return begun[name].result()

        yield attempted
        pool.shutdown(cancel_futures=True)
