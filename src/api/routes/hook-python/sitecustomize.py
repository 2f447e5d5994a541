"""Put here by roadworthy to learn which routes this app has. It reads them, and changes nothing.

Python imports a module of this name before the app, in every process. What it does must never reach the app.
"""
import os
import sys

_FOLDER = os.path.dirname(os.path.abspath(__file__))


def _watch():
    try:
        target = os.environ.get("ROADWORTHY_ROUTES")
        if target:
            from roadworthy_routes.hook import watch

            watch(target)
    except Exception:
        pass  # without the hook, then


def _run_shadowed():
    """The image may have a module of this name, which is found after this one: it runs as it would have."""
    try:
        from importlib.machinery import PathFinder

        others = [path for path in sys.path if os.path.abspath(path or ".") != _FOLDER]
        spec = PathFinder.find_spec("sitecustomize", others)
    except Exception:
        return
    if spec is None or spec.loader is None:
        return
    from importlib.util import module_from_spec

    module = module_from_spec(spec)
    sys.modules["sitecustomize"] = module
    spec.loader.exec_module(module)


_watch()
_run_shadowed()
