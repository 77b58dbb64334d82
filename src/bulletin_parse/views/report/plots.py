"""The report's plots, drawn by pygal as SVG: text stays text, colours come from the report's style sheet, nothing runs.

pygal puts a style sheet, a script and boxes for it into each drawing; the page's policy allows none of them, so they are
taken out, and what a bar stands for becomes its title, which browsers show and screen readers read.
"""

from __future__ import annotations

import sys
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from markupsafe import Markup

from bulletin_parse.views.report.calendar import MAX_YEARS, Week
from bulletin_parse.views.templating import page_text

# pygal leaves an import hook behind for plug-ins, which are not used here: before Python 3.12 it makes every later import of
# a module that is not there yet a warning. Only what this import has added is taken away: who has imported pygal before us
# keeps their hook.
_hooks = list(sys.meta_path)
with warnings.catch_warnings():
    warnings.simplefilter("ignore", ImportWarning)
    import pygal
for _hook in [hook for hook in sys.meta_path if hook not in _hooks and type(hook).__module__.partition(".")[0] == "pygal"]:
    sys.meta_path.remove(_hook)

MAX_SOURCES = 8  # with a colour of their own; the rest are one
_SVG = "http://www.w3.org/2000/svg"
_UNWANTED = ("style", "script")


def items_plot(weeks: Iterable[Week], title: str) -> Markup:
    """A bar a week: how many items its bulletins have."""
    rows = list(weeks)
    shown_weeks = rows[_first(rows) : len(rows) - _first(rows[::-1])]
    labels = [str(week.year) if week.week == 1 or at == 0 else "" for at, week in enumerate(shown_weeks)]
    chart = _chart(pygal.Bar, height=260, x_labels=labels, x_labels_major=[label for label in labels if label], margin=8, spacing=0, truncate_label=-1)
    chart.show_minor_x_labels = False
    values: list[dict[str, Any] | None] = []
    for week in shown_weeks:
        count = sum(issue.items for issue in week.issues)
        values.append({"value": count, "label": f"{week.year}-W{week.week:02d}"} if week.issues else None)
    chart.add("", values)
    return _drawn(chart, title)


def sources_plot(table: Mapping[int, Counter[str]], sources: Sequence[str], others: str, title: str) -> Markup:
    """A bar a year, in it the sources that are named most and the rest.

    Args:
        table: the counts of every source in each year.
        sources: those with a colour of their own.
        others: what to call the rest.
        title: the drawing's name.
    """
    years = years_of(table)
    chart = _chart(pygal.StackedBar, height=300, x_labels=[str(year) for year in years], margin=8)
    columns = [table.get(year, Counter()) for year in years]
    for source in sources:
        chart.add(str(page_text(source)), [{"value": counts[source], "label": str(page_text(source))} for counts in columns])
    rest = [counts.total() - sum(counts[source] for source in sources) for counts in columns]
    if any(rest):
        chart.add(others, [{"value": count, "label": others} for count in rest])
    return _drawn(chart, title)


def years_of(table: Mapping[int, Counter[str]]) -> list[int]:
    """The years from the first to the last, also those without a source; only those with one where a date was misread."""
    first, last = min(table), max(table)
    return list(range(first, last + 1)) if last - first < MAX_YEARS else sorted(table)


def leading(table: Mapping[int, Counter[str]]) -> list[str]:
    """The sources named most over all years."""
    total: Counter[str] = Counter()
    for counts in table.values():
        total.update(counts)
    return [source for source, _ in sorted(total.items(), key=lambda row: (-row[1], row[0]))[:MAX_SOURCES]]


def _first(weeks: Sequence[Week]) -> int:
    return next((at for at, week in enumerate(weeks) if week.issues), 0)


def _chart(kind: Any, **options: Any) -> Any:
    chart = kind(js=(), css=(), no_prefix=True, width=1000, show_y_guides=True, show_legend=False, print_values=False, **options)
    chart.value_formatter = lambda value: f"{value:.0f}"
    return chart


def _drawn(chart: Any, title: str) -> Markup:
    # pygal's own tree is lxml's where that is installed; read again, it is the same everywhere.
    root = fromstring(chart.render())  # noqa: S314 - the package's own drawing
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{_SVG}}}")
    root.set("xmlns", _SVG)
    _clean(root)
    root.set("role", "img")
    root.set("aria-label", title)
    return Markup(tostring(root, encoding="unicode"))  # noqa: S704 - serialised as XML, all text escaped


def _clean(element: Element) -> None:
    """Takes out what pygal's own script needs, and gives each bar its words as a title."""
    for name in ("style", "id"):
        element.attrib.pop(name, None)
    words = {child.get("class", "").split(" ")[0]: child.text or "" for child in element if _is(child, "desc")}
    for child in list(element):
        if _is(child, *_UNWANTED, "desc") or "tooltip-overlay" in child.get("class", ""):
            element.remove(child)
        else:
            _clean(child)
    if "value" in words:
        said = SubElement(element, "title")
        said.text = " · ".join([part for part in (words.get("x_label"), words.get("label"), words["value"]) if part])


def _is(element: Element, *names: str) -> bool:
    return element.tag in names
