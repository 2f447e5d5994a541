import { z } from 'zod';

// PostgreSQL cannot store the NUL character in text.
const text = (min, max) =>
  z.string().trim().min(min).max(max).refine((value) => !value.includes('\0'), 'must not contain NUL');

const email = z.string().trim().toLowerCase().max(254).pipe(z.email());

// bcrypt looks at the first 72 bytes only, so a longer password would promise too much.
const password = z
  .string()
  .min(8)
  .refine((value) => Buffer.byteLength(value) <= 72, 'must not be longer than 72 bytes')
  .refine((value) => !value.includes('\0'), 'must not contain NUL');

const day = z.iso.date().refine((value) => value >= '1970-01-01', 'must not be before 1970-01-01');
const status = z.enum(['todo', 'in_progress', 'done']);

export const registration = z.object({ name: text(1, 100), email, password });
export const credentials = z.object({ email, password: z.string().min(1).max(200) });

export const project = z.object({ name: text(1, 100), description: text(0, 2000).default('') });

// The fields without their defaults: a PATCH must not reset what it does not name.
const taskFields = z.object({
  project_id: z.guid(),
  title: text(1, 200),
  description: text(0, 5000),
  status,
  due_date: day.nullable(),
});
export const task = taskFields.extend({
  description: taskFields.shape.description.default(''),
  status: status.default('todo'),
  due_date: day.nullable().default(null),
});
export const taskChanges = taskFields
  .partial()
  .refine((changes) => Object.keys(changes).length > 0, 'must name at least one field to change');

export const idParameter = z.object({ id: z.guid() });

const page = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  offset: z.coerce.number().int().min(0).default(0),
});
export const projectQuery = page;
export const taskQuery = page.extend({ project_id: z.guid().optional(), status: status.optional() });
