"""The messages of a module of Python, as Babel's extraction takes them.

A message is written where it arises, as an f-string as a rule, and translated where it is displayed (``bulletin_parse.text.language``). So what is
extracted is every string of prose: each f-string is a pattern whose values are named placeholders, and an f-string that chooses between words gives
a pattern for each choice. Docstrings are no messages, but those of the rules, which are their manual pages.
"""

from __future__ import annotations

import ast
import copy
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, Any

from bulletin_parse.rules.manual import parts_of
from bulletin_parse.text.wording import plural

MOST_VARIANTS = 16
FEWEST_LETTERS = 3  # of a message besides its values: what has less joins others, and would be found in any text
# Two words, or one with a placeholder: what a reader would see as English.
_PROSE = re.compile(r"\b[A-Za-z][a-z]*[’']?[,;:)]? +[(“]?(?:[A-Za-z]|\{|\d)|\} [(“]?[a-z]{2,}")
# Strings for machines that look like prose: SQL, headers of HTTP, names of columns and of colours, code, lists of public names.
_NO_PROSE = re.compile(
    r"^<[a-z]|^(?:file|dated|pause) \{\w+\}$|^<[A-Z]|"
    r"^[a-z]+_[a-z_]+, [a-z_]+$|^record, file$|-src '|^(?:notice|error) (?:title|file)=|; charset=|SameSite|JOIN|MATCH|SELECT|IS NOT NULL|sys\.path|"
    r"coalesce\(|"
    r"^[\w.]+(?:, ?[\w.{}]+)* ?position$|^[a-z]*[_.][a-z_.]*, [a-z_.]+, "
    r"|^(?:bold|dim) \w+$|^--\w+ [A-Z]+$|^bulletin-parse [\w\\ -]+(?:[A-Z]+| \\2| across)$|^bulletin-parse(?: |: )\{\w+\}|^\{\w+\} \{\w+\}$"
)
# Calls whose strings are for machines.
_MACHINE = {"compile", "lazy_pattern", "execute", "executemany", "executescript", "Pattern", "Literal", "TypeVar", "import_module", "warn"}
_SQL = re.compile(
    r"\A\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|PRAGMA|WITH|BEGIN|ATTACH|DETACH|VACUUM|FROM|WHERE|JOIN|ORDER|LEFT|AND|CASE|EXISTS|NOT|ON|IN|UNION|REINDEX)\b"
)
# Names of what is shown to nobody: what the documentation says of limits, what other programs say, how remedies are put, SQL.
_FOR_NOBODY = {"REASONS", "_NO_MEMORY", "_OPTIONS", "_HEAD", "_COLUMNS"}
_COUNTED = "counted"
_DATES = re.compile(r"\{start\} to \{end\}")  # short, but found by what its values look like
_RULES = re.compile(r"(?:outlet_|archive_|outlined_|reading_)?rule")

Message = tuple[int, str, Any, list[str]]


def messages(file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Iterable[str], options: Mapping[str, Any]) -> Iterator[Message]:
    """Every message of a module: its line, the function as gettext names it, the text or texts, and notes for who translates."""
    del keywords, comment_tags, options
    yield from _Finder().found(ast.parse(file.read()))


class _Finder(ast.NodeVisitor):
    def __init__(self) -> None:
        self._found: list[Message] = []
        self._named: dict[str, ast.expr] = {}

    def found(self, tree: ast.AST) -> list[Message]:
        self._named = _texts_of(tree)
        self.visit(tree)
        return self._found

    def _add(self, node: ast.expr, *, always: bool = False) -> None:
        for text in variants(_Inlining(self._named).visit(copy.deepcopy(node))):
            own = re.sub(r"\{\w*\}", "", text)
            if _SQL.match(text) or _NO_PROSE.search(text) or (not _DATES.fullmatch(text) and len(re.findall("[A-Za-z]", own)) < FEWEST_LETTERS):
                continue
            if (always and re.search("[A-Za-z]{2}", own)) or _PROSE.search(text):
                self._found.append((node.lineno, "gettext", text, []))

    def _visit_body(self, node: Any) -> None:
        for each in node.body:
            self.visit(each)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._visit_body(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name) and _RULES.fullmatch(decorator.func.id):
                for text in parts_of(ast.get_docstring(node) or ""):
                    self._found.append((node.lineno, "gettext", text, []))
                if len(decorator.args) > 1 and isinstance(decorator.args[1], ast.Constant):
                    self._found.append((node.lineno, "gettext", decorator.args[1].value, []))
            else:
                self.visit(decorator)
        for each in (*node.args.defaults, *node.args.kw_defaults):
            if each:
                self.visit(each)
        outer, self._named = self._named, self._named | _texts_of(node)
        self._visit_body(node)
        self._named = outer

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Expr(self, node: ast.Expr) -> None:
        if not _is_text(node.value):  # a docstring
            self.visit(node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        if not {_name(target) for target in node.targets} & _FOR_NOBODY:
            self.visit(node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value and _name(node.target) not in _FOR_NOBODY:
            self.visit(node.value)

    def visit_Call(self, node: ast.Call) -> None:
        name = _name(node.func)
        if name in _MACHINE:
            return
        if name == _COUNTED and len(node.args) == 2:
            for noun in (noun for noun in variants(node.args[1]) if "{" not in noun):
                self._found.append((node.lineno, "ngettext", (f"{{count}} {noun}", f"{{count}} {plural(noun)}"), []))
            self.visit(node.args[0])
            return
        shown = {"help", "description", "epilog", "title", "remedy", "reason"} if name != "Field" else set()
        for keyword in node.keywords:
            if keyword.arg in shown and isinstance(keyword.value, (ast.Constant, ast.JoinedStr, ast.IfExp, ast.BinOp)):
                self._add(keyword.value, always=True)
            else:
                self.visit(keyword.value)
        for at, each in enumerate(node.args):
            if name == "said" and at == 0:
                self._add(each, always=True)
                self._inside(each)
            else:
                self.visit(each)
        self.visit(node.func)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._add(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._add(node)
        self._inside(node)

    def _inside(self, node: ast.expr) -> None:
        """The values of an f-string may hold messages themselves."""
        if isinstance(node, ast.JoinedStr):
            for part in node.values:
                if isinstance(part, ast.FormattedValue) and not _is_choice(part.value):
                    self.visit(part.value)


def _texts_of(tree: ast.AST) -> dict[str, ast.expr]:
    """The names that a module or function gives to a text, or to a choice of texts, once."""
    body: Iterable[ast.AST] = tree.body if isinstance(tree, ast.Module) else ast.walk(tree)
    given: dict[str, list[ast.expr]] = {}
    for each in body:
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
            given.setdefault(each.targets[0].id, []).append(each.value)
    return {name: values[0] for name, values in given.items() if len(values) == 1 and (_is_choice(values[0]) or _is_text(values[0]))}


class _Inlining(ast.NodeTransformer):
    """Puts texts in the place of names that stand for them inside an f-string."""

    def __init__(self, named: Mapping[str, ast.expr]) -> None:
        self._named = named

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.FormattedValue:
        text = self._named.get(node.value.id) if isinstance(node.value, ast.Name) else None
        return ast.FormattedValue(text, -1) if text else node


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_choice(node: ast.expr) -> bool:
    return isinstance(node, ast.IfExp) and all(
        isinstance(each, ast.JoinedStr) or (isinstance(each, ast.Constant) and isinstance(each.value, str)) for each in (node.body, node.orelse)
    )


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def variants(node: ast.expr) -> list[str]:
    """The patterns of a string, an f-string or a choice of them; values are ``{name}``, told apart by numbers."""
    found: dict[str, None] = {}
    for pieces in itertools.islice(_pieces(node), MOST_VARIANTS):
        seen: dict[str, int] = {}
        text = ""
        for piece in pieces:
            if isinstance(piece, str):
                text += piece.replace("{", "{{").replace("}", "}}") if any(not isinstance(each, str) for each in pieces) else piece
                continue
            name = placeholder(piece)
            seen[name] = seen.get(name, 0) + 1
            text += "{" + (name if seen[name] == 1 else f"{name}{seen[name]}") + "}"
        if text := text.strip().lstrip(",;:. "):
            found.setdefault(text)
    return list(found)


def _pieces(node: ast.expr) -> Iterator[tuple[str | ast.expr, ...]]:
    match node:
        case ast.Constant(value=str(text)):
            yield (text.replace("{}", "{value}"),)
        case ast.JoinedStr(values=values):
            for parts in itertools.product(*[list(_pieces(value)) for value in values]):
                yield tuple(itertools.chain.from_iterable(parts))
        case ast.FormattedValue(value=value, conversion=-1) if _is_choice(value) or _is_text(value):
            yield from _pieces(value)
        case ast.FormattedValue(value=value):
            yield (value,)
        case ast.IfExp(body=body, orelse=orelse) if _is_choice(node):
            yield from _pieces(body)
            yield from _pieces(orelse)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            for first, second in itertools.product(list(_pieces(left)), list(_pieces(right))):
                yield (*first, *second)
        case _:
            yield (node,)


def placeholder(node: ast.expr) -> str:
    """A name for a value, after what it is computed from."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_").lower() or "value"
        case ast.Call(func=func, args=[]):
            return placeholder(func)
        case ast.Call(func=ast.Name(id="counted"), args=[_, ast.Constant(value=str(noun))]):
            return plural(noun).replace(" ", "_")
        case ast.Call(func=ast.Attribute(attr="join"), args=[argument]):
            return placeholder(argument)
        case ast.Call(args=[first, *_]) if not isinstance(first, ast.Constant):
            return placeholder(first)
        case ast.Subscript(value=value):
            return placeholder(value)
        case ast.ListComp(generators=[ast.comprehension(iter=value), *_]) | ast.GeneratorExp(generators=[ast.comprehension(iter=value), *_]):
            return placeholder(value)
        case ast.BinOp(left=left) if not isinstance(left, ast.Constant):
            return placeholder(left)
        case ast.BoolOp(values=[first, *_]):
            return placeholder(first)
        case ast.IfExp(body=body) if not isinstance(body, ast.Constant):
            return placeholder(body)
        case ast.IfExp(orelse=orelse) if not isinstance(orelse, ast.Constant):
            return placeholder(orelse)
        case _:
            return "value"
