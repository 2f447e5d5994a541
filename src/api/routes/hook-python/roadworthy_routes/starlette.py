"""Starlette, and FastAPI, which is made of it. The routes are read when the server starts the app, and with the requests after that."""
from .quietly import quietly
from .report import route_of

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
MARK = "roadworthy.outermost"
MAX_DEPTH = 20


def patch(module, report):
    call = module.Starlette.__call__
    look = quietly(lambda app, scope: look_at(app, scope, report))

    async def __call__(self, scope, receive, send):
        look(self, scope)
        await call(self, scope, receive, send)

    module.Starlette.__call__ = __call__


def look_at(app, scope, report):
    # an app that is mounted in this one is called with the same scope, and its routes are reached from here
    if scope.setdefault(MARK, id(app)) != id(app) or scope["type"] not in ("lifespan", "http"):
        return
    # routes may come late: once a database is there, or with a request
    state = (scope["type"], len(app.routes))
    if getattr(app, "_roadworthy_seen", None) != state:
        app._roadworthy_seen = state
        report.add(list(walk(app.routes, "")))


def walk(routes, base, depth=0):
    if depth > MAX_DEPTH:
        return
    for route in routes:
        if hasattr(route, "effective_route_contexts"):
            # newer versions of FastAPI keep the routers that were included
            for found in walk(route.effective_route_contexts(), base, depth + 1):
                yield found
            continue
        route = getattr(route, "starlette_route", None) or route
        path = base + (getattr(route, "path", None) or "")
        inner = getattr(route, "routes", None)
        if inner:
            for found in walk(inner, path, depth + 1):
                yield found
        elif hasattr(route, "methods"):  # a route of web sockets has none
            endpoint = getattr(route, "endpoint", None)
            if endpoint is not None and not is_page(endpoint):
                for method in methods_of(route, endpoint):
                    handler = getattr(endpoint, method.lower(), endpoint) if isinstance(endpoint, type) else endpoint
                    yield route_of(method, path or "/", handler)


def is_page(endpoint):
    """Whether FastAPI itself shows the API there, which is no operation. Its document is listed, to be found."""
    return getattr(endpoint, "__module__", None) == "fastapi.applications" and getattr(endpoint, "__name__", None) != "openapi"


def methods_of(route, endpoint):
    """Without the HEAD that comes with each GET. An endpoint that is a class has a method for each, or answers all."""
    if route.methods:
        return sorted(method for method in route.methods if method != "HEAD")
    return [verb for verb in VERBS if hasattr(endpoint, verb.lower())] or ["ALL"]
