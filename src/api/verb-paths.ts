import type { Operation } from './operation.ts';
import { plainName } from './payload/inflection.ts';

/** What a path that says the verb is for: `POST /api/addTask`, `GET /tasks/all`, `DELETE /deleteTask/{id}`. */
export interface VerbPath {
  /** The folder and the noun, comparable: `/api task`. */
  readonly key: string;
  /** As the path has it: `Task`. */
  readonly noun: string;
  readonly does: 'create' | 'read' | 'unsaid' | 'other';
  /** Whether a parameter stands at its end. */
  readonly ofOne: boolean;
}

const CREATES = new Set(['add', 'create', 'new', 'insert', 'save', 'post', 'make', 'store']);
const READS = new Set(['get', 'list', 'all', 'fetch', 'view', 'show', 'read', 'find', 'index']);
const OTHERS = new Set(['update', 'edit', 'modify', 'change', 'delete', 'remove', 'destroy', 'del', 'patch', 'set']);
const FILLERS = new Set(['all', 'my', 'the', 'by', 'id', 'a', 'one', 'every', 'single']);

/** Reads the verb and the noun of a path; undefined when parameters stand anywhere but at its end, or no noun is left. */
export function verbPath({ path }: Pick<Operation, 'path'>): VerbPath | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  const ofOne = /^\{[^{}]+\}$/.test(parts.at(-1) ?? '');
  if (ofOne) parts.pop();
  if (parts.length === 0 || parts.some((part) => part.includes('{'))) return undefined;
  const words = wordsOf(parts.at(-1) ?? '');
  const verb = words.find((word) => kindOf(word) !== 'unsaid');
  const rest = words.filter((word) => word !== verb && !FILLERS.has(word));
  // `/tasks/create`: the noun stands before the verb
  const before = rest.length === 0 ? parts.at(-2) : undefined;
  const noun = rest.length > 0 ? rest.join('') : (before ?? '');
  if (noun === '') return undefined;
  const folder = parts.slice(0, before === undefined ? -1 : -2).join('/');
  return { key: `/${folder} ${plainName(noun)}`, noun, does: verb === undefined ? 'unsaid' : kindOf(verb), ofOne };
}

function kindOf(word: string): VerbPath['does'] {
  if (CREATES.has(word)) return 'create';
  if (READS.has(word)) return 'read';
  return OTHERS.has(word) ? 'other' : 'unsaid';
}

/** `getAllTasks`, `get-all-tasks` → get, all, tasks. */
function wordsOf(segment: string): string[] {
  return segment
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
}
