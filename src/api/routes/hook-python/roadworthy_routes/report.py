"""The route table as a file, or as a framed line where no file can be written; the form is that of the hook for Node."""
import json
import os

from .quietly import quietly

MAX_ROUTES = 2000
MAX_WRAPPERS = 12


class Report:
    def __init__(self, target):
        self.target = target
        self.printed = None

    @property
    def add(self):
        """Adds routes, `{"method", "path", "at"}`, to what other processes of the container wrote there."""
        return quietly(self._add)

    def _add(self, found):
        before = quietly(self._read)() or []
        routes = without_duplicates(found + before)[:MAX_ROUTES]
        if not routes or routes == before:
            return
        text = json.dumps({"version": 1, "pid": os.getpid(), "routes": routes})
        if not quietly(self._write)(text) and text != self.printed:
            self.printed = text
            os.write(2, "\n[roadworthy-routes]{}[/roadworthy-routes]\n".format(text).encode())

    def _read(self):
        with open(self.target, encoding="utf-8") as file:
            return without_duplicates(json.load(file)["routes"])

    def _write(self, text):
        partial = "{}.{}.partial".format(self.target, os.getpid())
        with open(partial, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(partial, self.target)
        return True


def without_duplicates(routes):
    by_key = {}
    for route in routes:
        by_key.setdefault((route["method"], route["path"]), route)
    return list(by_key.values())


def route_of(method, path, handler):
    """One entry of the table; `handler` may be anything that answers requests."""
    at = quietly(source_line)(handler)
    entry = {"method": str(method).upper(), "path": path}
    if at:
        entry["at"] = at
    return entry


def source_line(handler):
    """Where the author wrote it, `app/tasks.py:12`; None for what a library brought along."""
    for _ in range(MAX_WRAPPERS):
        inner = [getattr(handler, name, None) for name in ("__wrapped__", "func", "__func__")]
        handler = inner[0] or inner[1] or inner[2] or handler
    code = handler.__code__
    file = os.path.abspath(code.co_filename)
    if any(part in file.split(os.sep) for part in ("site-packages", "dist-packages")):
        return None
    folder = os.getcwd().rstrip(os.sep) + os.sep
    return "{}:{}".format(file[len(folder) :] if file.startswith(folder) else file, code.co_firstlineno)
