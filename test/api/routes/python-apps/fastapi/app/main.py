from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from starlette.endpoints import HTTPEndpoint
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from app.routers import tasks


def status():
    return {"ok": True}


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.add_api_route("/status", status)
    yield


app = FastAPI(lifespan=lifespan)
api = APIRouter(prefix="/api")
api.include_router(tasks.router, prefix="/v1")
app.include_router(api)

admin = FastAPI()


@admin.get("/users")
def list_users():
    return []


app.mount("/admin", admin)


class Report(HTTPEndpoint):
    async def get(self, request):
        return PlainTextResponse("report")

    async def put(self, request):
        return PlainTextResponse("report")


app.router.routes.append(Mount("/reports", routes=[Route("/{year:int}", Report)]))


@app.api_route("/files/{file_path:path}", methods=["GET", "DELETE"])
def files(file_path: str):
    return file_path


@app.get("/{full_path:path}")
def page(full_path: str):
    return full_path
