import sqlite3

from flask import Flask, g, jsonify, request

app = Flask(__name__)


def db():
    if "db" not in g:
        g.db = sqlite3.connect("tasks.db")
        g.db.row_factory = sqlite3.Row
    return g.db


@app.get("/tasks")
def list_tasks():
    return jsonify([dict(row) for row in db().execute("SELECT id, title FROM tasks LIMIT 20")])


@app.post("/tasks")
def create_task():
    body = request.get_json(silent=True) or {}
    if not isinstance(body.get("title"), str):
        return jsonify(error="title is required"), 400
    cursor = db().execute("INSERT INTO tasks (title) VALUES (?)", [body["title"]])
    db().commit()
    return jsonify(id=cursor.lastrowid, title=body["title"]), 201


if __name__ == "__main__":
    with app.app_context():
        db().execute("CREATE TABLE IF NOT EXISTS tasks (id INTEGER PRIMARY KEY, title TEXT NOT NULL)")
    app.run(port=5001)
