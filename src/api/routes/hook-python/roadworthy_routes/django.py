"""Django, and Django REST framework, which is made of its views. The routes are read after the first answer: by then Django has them."""
import re

from .quietly import quietly
from .report import route_of

VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")
MAX_DEPTH = 20
# pages for people, files, and what lists the other routes
LIBRARIES = ("debug_toolbar", "django.contrib.admin", "django.contrib.admindocs", "django.contrib.staticfiles", "django.views.static")
PAGES = ("APIRootView", "SpectacularSwaggerView", "SpectacularSwaggerSplitView", "SpectacularRedocView")


def patch(module, report):
    answer, answer_async = module.BaseHandler.get_response, getattr(module.BaseHandler, "get_response_async", None)
    look = quietly(lambda handler, request: look_at(handler, request, report))

    def get_response(self, request):
        response = answer(self, request)
        look(self, request)
        return response

    async def get_response_async(self, request):
        response = await answer_async(self, request)
        look(self, request)
        return response

    module.BaseHandler.get_response = get_response
    if answer_async:
        module.BaseHandler.get_response_async = get_response_async


def look_at(handler, request, report):
    if getattr(handler, "_roadworthy_seen", False):
        return
    handler._roadworthy_seen = True
    from django.urls import get_resolver

    base = (request.META.get("SCRIPT_NAME") or "").rstrip("/")
    report.add(list(walk(get_resolver().url_patterns, base + "/")))


def walk(patterns, base, depth=0):
    for pattern in patterns if depth < MAX_DEPTH else ():
        path = base + text_of(pattern)
        if hasattr(pattern, "url_patterns"):
            if getattr(pattern, "app_name", None) != "admin":
                for found in walk(pattern.url_patterns, path, depth + 1):
                    yield found
        # with a suffix for the format, the same is listed once more
        elif "<format>" not in path and "<drf_format_suffix" not in path and not is_page(pattern.callback):
            for method, handler in methods_of(pattern.callback):
                yield route_of(method, path, handler)


def text_of(pattern):
    """`tasks/<int:pk>/` as it is; of a regular expression what stands between its ends."""
    inner = getattr(pattern, "pattern", None)
    text = str(inner) if inner is not None else pattern.regex.pattern
    if inner is not None and not hasattr(inner, "_regex"):
        return text
    return re.sub(r"/\?$", "/", re.sub(r"(\$|\\Z)$", "", re.sub(r"^\^", "", text)))


def class_of(view):
    return getattr(view, "cls", None) or getattr(view, "view_class", None)


def is_page(view):
    module = str(getattr(view, "__module__", None))
    name = getattr(class_of(view), "__name__", None)
    return name in PAGES or any(module == library or module.startswith(library + ".") for library in LIBRARIES)


def methods_of(view):
    actions = getattr(view, "actions", None)
    if actions:  # of a view set
        return [(verb, getattr(view.cls, actions[verb.lower()], None)) for verb in VERBS if verb.lower() in actions]
    made_of = class_of(view)
    if made_of is not None:
        allowed = [str(name).upper() for name in made_of.http_method_names]
        return [(verb, getattr(made_of, verb.lower())) for verb in VERBS if verb in allowed and hasattr(made_of, verb.lower())]
    return [(verb, view) for verb in verbs_of_function(view) or ("ALL",)]


def verbs_of_function(view):
    """What `require_http_methods` lets through, else what the function compares the method with."""
    for _ in range(MAX_DEPTH):
        code = getattr(view, "__code__", None)
        if code is None:
            return None
        if "request_method_list" in code.co_freevars:
            allowed = view.__closure__[code.co_freevars.index("request_method_list")].cell_contents
            return [verb for verb in VERBS if verb in allowed]
        inner = getattr(view, "__wrapped__", None)
        if inner is None:
            said = [one for const in code.co_consts for one in (const if isinstance(const, (tuple, frozenset)) else (const,))]
            named = [verb for verb in VERBS if verb in said] if "method" in code.co_names else []
            # the usual `if request.method == "POST": …` goes on to a read
            return named and [verb for verb in VERBS if verb in named or (named == ["POST"] and verb == "GET")]
        view = inner
    return None
