CREATE DATABASE notes;
\c notes

CREATE TABLE notes (
  id SERIAL PRIMARY KEY,
  title TEXT NOT NULL
);
