from fastapi import FastAPI, HTTPException
from pydantic import BaseModel
from sqlalchemy import Integer, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base, Session, engine


class Book(Base):
    __tablename__ = "books"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    title: Mapped[str] = mapped_column(String(200))


class NewBook(BaseModel):
    title: str


Base.metadata.create_all(engine)
app = FastAPI()


@app.get("/books")
def list_books():
    with Session() as session:
        return [{"id": book.id, "title": book.title} for book in session.scalars(select(Book).limit(20))]


@app.get("/books/{book_id}")
def read_book(book_id: int):
    with Session() as session:
        book = session.get(Book, book_id)
        if book is None:
            raise HTTPException(status_code=404, detail="no such book")
        return {"id": book.id, "title": book.title}


@app.post("/books", status_code=201)
def create_book(new: NewBook):
    with Session() as session:
        book = Book(title=new.title)
        session.add(book)
        session.commit()
        return {"id": book.id, "title": book.title}
