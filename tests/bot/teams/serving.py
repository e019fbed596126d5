"""Serves an application of the tests in a process of its own, until whoever started it lets go."""

import asyncio
import sys

from aiohttp import web


async def serve(app: web.Application) -> None:
    """Serve on a free loopback port, say which, and stop when our standard input ends."""
    # Handlers that hang on purpose are cut off at once.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await until_the_end(runner.addresses[0][1])
    await runner.cleanup()


async def until_the_end(port: int) -> None:
    """Say the port, and wait until whoever started this closes our standard input."""
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
