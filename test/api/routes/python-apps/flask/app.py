import functools
import os

from flask import Blueprint, Flask, jsonify
from flask.views import MethodView

app = Flask(__name__)
api = Blueprint("api", __name__, url_prefix="/api")
users = Blueprint("users", __name__)


def guarded(view):
    @functools.wraps(view)
    def run(*arguments, **values):
        return view(*arguments, **values)

    return run


@users.get("/")
def list_users():
    return jsonify([])


@users.route("/<int:user_id>", methods=["GET", "DELETE"])
@guarded
def user(user_id):
    return jsonify(id=user_id)


class Post(MethodView):
    def get(self, slug):
        return jsonify(slug=slug)

    def put(self, slug):
        return jsonify(slug=slug)


api.register_blueprint(users, url_prefix="/users")
app.register_blueprint(api)
app.add_url_rule("/posts/<string(length=4):slug>", view_func=Post.as_view("post"))


@app.route("/")
def index():
    return os.environ.get("GREETING", "nothing")
