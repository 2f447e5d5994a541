from fastapi import APIRouter, WebSocket

router = APIRouter(prefix="/tasks", tags=["tasks"])
notes = APIRouter()


@router.get("")
async def list_tasks():
    return []


@router.post("", status_code=201)
async def create_task(task: dict):
    return task


@router.get("/{task_id}")
async def read_task(task_id: int):
    return {"id": task_id}


@notes.delete("/{note_id}", status_code=204)
def remove_note(task_id: int, note_id: int):
    pass


@router.websocket("/live")
async def live(socket: WebSocket):
    await socket.accept()


router.include_router(notes, prefix="/{task_id}/notes")
