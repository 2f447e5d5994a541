"""Waits for a framework to be imported and patches it then."""
import sys

from .quietly import quietly
from .report import Report


def watch(target):
    report = Report(target)

    def starlette(module):
        from .starlette import patch

        patch(module, report)

    def flask(module):
        from .flask import patch

        patch(module, report)

    def django(module):
        from .django import patch

        patch(module, report)

    patches = {"starlette.applications": starlette, "flask.app": flask, "django.core.handlers.base": django}
    sys.meta_path.insert(0, AfterImport(patches))


class AfterImport:
    """Finds the modules of `patches` as anybody would, and calls the patch once one is loaded."""

    def __init__(self, patches):
        self.patches = patches

    def find_spec(self, name, path=None, target=None):
        patch = self.patches.get(name)
        return self.find(name, path, target, quietly(patch)) if patch else None

    def find(self, name, path, target, patch):
        for finder in sys.meta_path:
            find_spec = None if finder is self else getattr(finder, "find_spec", None)
            spec = find_spec(name, path, target) if find_spec else None
            if spec is None:
                continue
            quietly(patch_when_loaded)(spec.loader, patch)
            return spec
        return None


def patch_when_loaded(loader, patch):
    load = loader.exec_module

    def exec_module(module):
        load(module)
        patch(module)

    loader.exec_module = exec_module
