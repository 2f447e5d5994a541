"""Flask. The routes are read with the requests, before they are answered: Flask takes no more of them after the first."""
from .quietly import quietly
from .report import route_of

LEFT_OUT = ("HEAD", "OPTIONS")
# these show the API to readers; what they serve as JSON or YAML is a document, which is listed to be found
PAGES = ("apiflask", "flasgger", "flask_openapi3", "flask_restplus", "flask_restx", "flask_smorest", "flask_swagger_ui")


def patch(module, report):
    answer = module.Flask.wsgi_app
    look = quietly(lambda app, environ: look_at(app, environ, report))

    def wsgi_app(self, environ, start_response):
        look(self, environ)
        return answer(self, environ, start_response)

    module.Flask.wsgi_app = wsgi_app


def look_at(app, environ, report):
    # where another app has mounted this one
    base = (environ.get("SCRIPT_NAME") or "").rstrip("/")
    rules = list(app.url_map.iter_rules())
    if getattr(app, "_roadworthy_seen", None) == (base, len(rules)):
        return
    app._roadworthy_seen = (base, len(rules))
    report.add([route for rule in rules for route in routes_of(app, rule, base)])


def routes_of(app, rule, base):
    if rule.endpoint.split(".")[-1] == "static" or rule.build_only or getattr(rule, "websocket", False):
        return
    view = app.view_functions.get(rule.endpoint)
    if is_page(rule, view):
        return
    view_class = getattr(view, "view_class", None)
    for method in sorted(rule.methods or ("ALL",)):
        if method not in LEFT_OUT:
            yield route_of(method, base + rule.rule, getattr(view_class, method.lower(), None) or view)


def is_page(rule, view):
    library = str(getattr(view, "__module__", None)).split(".")[0]
    return library in PAGES and not rule.rule.endswith((".json", ".yaml", ".yml"))
