"""Takes single checks out of a module, one at a time, so that `mutation` can see whether a test notices.

A check is a branch that refuses (it ends in `raise`, or returns a constant, a status or nothing), a `raise`,
a part of a condition joined by `and` or `or`, a link of a chained comparison, one side of `min` and `max`,
and a question that a function answers.
"""

import ast
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]
TEAMS = "bot/teams"
ENTRY = (
    *("body.py", "token_checks.py", "signing_keys.py", "gate.py", "guests.py", "rates.py"),
    "activity.py::_id|word|part|_person|_private|envelope",
)
MODULES = (
    *(f"{TEAMS}/entry/{name}" for name in ENTRY),
    f"{TEAMS}/service_urls.py",
    f"{TEAMS}/clouds.py::allows|takes|_on",
    f"{TEAMS}/door.py::receive|_asked|_came_or_went|_stranger",
    "bot/web.py::body",
)
"""What is put to the test; after `::` the functions of a module, when not all of them are."""

URLS = f"{TEAMS}/service_urls.py"
EQUIVALENT: dict[tuple[str, str], str] = {
    (f"{TEAMS}/door.py", "or [1] NOBODY"): "None would be one bucket for all of them too",
    ("bot/web.py", "if request.content.is_eof()"): "a shortcut: what follows reads the same",
    (URLS, "or [1] ''"): "an address that is plain has a host; the type checker does not know",
    (URLS, "or [1] address.ipv4_mapped is None"): "newer Pythons than the oldest we run on call it loopback",
    (URLS, "and [1] isinstance(address, IPv4Address) or address.ipv4_mapped is None"): "as above",
}
"""Mutants that mean the same as what they were made of: (module, what was taken out) and why."""


@dataclass(frozen=True)
class Mutant:
    """A module with one check less."""

    module: str
    line: int
    what: str
    code: str

    @property
    def name(self) -> str:
        return f"{self.module}:{self.line} {self.what}"

    @property
    def key(self) -> str:
        return hashlib.sha256(f"{self.module}{self.code}".encode()).hexdigest()


Change = Callable[[], Callable[[], None]]
"""Makes a change to a tree; what it returns takes it back."""


def mutants(module: str, root: Path = ROOT) -> Iterator[Mutant]:
    """Yield each mutant of a module; none when it does not exist."""
    name, _, only = module.partition("::")
    path = root / name
    if not path.exists():
        return
    tree = ast.parse(path.read_text("utf-8"))
    for line, what, change in _checks(tree, frozenset(filter(None, only.split("|")))):
        undo = change()
        code = ast.unparse(ast.fix_missing_locations(tree))
        undo()
        if (name, what) not in EQUIVALENT:
            yield Mutant(name, line, what, code)


def _checks(tree: ast.Module, only: frozenset[str]) -> Iterator[tuple[int, str, Change]]:
    """Yield the checks of a module, function by function."""
    told: set[ast.AST] = set()
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if only and function.name not in only:
            continue
        for node in ast.walk(function):
            if node in told or _inner(function, node):
                continue
            match node:
                case ast.If(body=[ast.Raise() as last]) | ast.match_case(body=[ast.Raise() as last]):
                    told.add(last)  # Without its branch it is not reached: the same mutant.
                case _:
                    pass
            for what, change in _of(node):
                yield getattr(node, "lineno", _line(node)), what, change


def _line(node: ast.AST) -> int:
    """Return where a case stands: it has no line of its own."""
    return node.pattern.lineno if isinstance(node, ast.match_case) else 0


def _inner(function: ast.AST, node: ast.AST) -> bool:
    """Tell whether a node belongs to a function inside this one, which has its own turn."""
    return any(
        each is not function
        and isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)
        and any(node is below for below in ast.walk(each))
        for each in ast.walk(function)
    )


def _of(node: ast.AST) -> Iterator[tuple[str, Change]]:
    """Yield the ways of taking out what one node checks."""
    match node:
        case ast.If(test=test, body=[*_, last]) if _refuses(last):
            yield f"if {_short(test)}", _setting(node, "test", ast.Constant(value=False))
        case ast.Raise() if node.exc is not None:
            yield f"raise {_short(node.exc)}", _emptied(node)
        case ast.match_case(body=[*_, last]) if _refuses(last):
            never = ast.Constant(value=False)
            yield f"case {_short(node.pattern)}", _setting(node, "guard", never)
        case ast.BoolOp(op=op, values=values):
            joined = "and" if isinstance(op, ast.And) else "or"
            for at, value in enumerate(values):
                rest = [each for each in values if each is not value]
                yield f"{joined} [{at}] {_short(value)}", _setting(node, "values", rest)
        case ast.Compare(ops=ops, comparators=[*_]) if len(ops) > 1:
            for at in range(len(ops)):
                yield f"link [{at}] of {_short(node)}", _without_link(node, at)
        case ast.Call(func=ast.Name(id="min" | "max"), args=[_, _]):
            for at in range(2):
                yield f"bound [{at}] of {_short(node)}", _setting(node, "args", [node.args[at]])
        case ast.Return(value=ast.Compare() | ast.Call() | ast.BoolOp() | ast.UnaryOp() as value) if (
            _says_yes(value)
        ):
            yield f"return {_short(value)}", _setting(node, "value", ast.Constant(value=True))
        case _:
            pass


def _says_yes(value: ast.expr) -> bool:
    """Tell whether an expression is a plain question, answered by True or False."""
    match value:
        case ast.Compare() | ast.UnaryOp(op=ast.Not()) | ast.BoolOp():
            return True
        case ast.Call(func=ast.Name(id="isinstance" | "all" | "any")):
            return True
        case _:
            return False


def _refuses(last: ast.stmt) -> bool:
    """Tell whether a branch ends by sending somebody away."""
    match last:
        case ast.Raise() | ast.Continue():
            return True
        case ast.Return(
            value=None | ast.Constant() | ast.Call() | ast.JoinedStr() | ast.Tuple() | ast.Attribute()
        ):
            return True
        case ast.Return(value=ast.Dict(keys=[]) | ast.List(elts=[])):
            return True
        case _:
            return False


def _setting(node: ast.AST, name: str, value: object) -> Change:
    def change() -> Callable[[], None]:
        before = getattr(node, name)
        setattr(node, name, value)
        return lambda: setattr(node, name, before)

    return change


def _emptied(node: ast.Raise) -> Change:
    """Turn a raise into nothing."""

    def change() -> Callable[[], None]:
        before = node.__class__, dict(node.__dict__)
        node.__class__ = ast.Pass  # type: ignore[assignment] # a statement in place, whoever holds it
        return lambda: _again(node, *before)

    return change


def _again(node: ast.AST, kind: type, values: dict[str, object]) -> None:
    node.__class__ = kind
    node.__dict__.update(values)


def _without_link(node: ast.Compare, at: int) -> Change:
    """Take one comparison out of a chain: `0 < a <= 9` becomes `a <= 9` or `0 < a`."""

    def change() -> Callable[[], None]:
        before = node.left, node.ops, node.comparators
        sides = [node.left, *node.comparators]
        if at == 0:
            node.left, node.ops, node.comparators = sides[1], node.ops[1:], sides[2:]
        else:
            node.ops, node.comparators = node.ops[:at], sides[1 : at + 1]
        return lambda: node.__dict__.update(zip(("left", "ops", "comparators"), before, strict=True))

    return change


def _short(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 70 else f"{text[:67]}..."
