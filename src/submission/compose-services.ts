import { posix } from 'node:path';
import { oneLine } from '../text.ts';
import { fillIn } from './fill-in.ts';

/** One service of a compose file, as far as its lines tell; nothing is merged or included. */
export type ComposeService = {
  readonly name: string;
  readonly line: number;
  readonly image: { readonly written: string; readonly resolved: string | null; readonly line: number } | null;
  /** Path of its Dockerfile when it is built here. */
  readonly build: string | null;
  readonly user: { readonly value: string; readonly line: number } | null;
};

const MOST_LINES = 5_000;
const MOST_SERVICES = 100;

/** Reads the services by indentation, which is how people write them. `env` are the values that compose fills in. */
export function readComposeServices(text: string, folder: string, env: ReadonlyMap<string, string>): ComposeService[] {
  const lines = text.split(/\r?\n/, MOST_LINES).map((line) => line.replace(/\t/g, '  ').slice(0, 500));
  const start = lines.findIndex((line) => /^services\s*:/.test(line));
  if (start === -1) return [];
  const services: { name: string; line: number; body: { line: number; indent: number; key: string; value: string }[] }[] = [];
  let depth: number | undefined;
  for (const [offset, line] of lines.slice(start + 1).entries()) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const [, space = '', key = '', value = ''] = /^(\s*)(?:-\s+)?["']?([\w.<-]+)["']?\s*:(?:\s+(.*))?$/.exec(line) ?? [];
    if (/^\S/.test(line)) break;
    if (key === '') continue;
    depth ??= space.length;
    const number = start + offset + 2;
    if (space.length === depth) services.push({ name: key, line: number, body: [] });
    else services.at(-1)?.body.push({ line: number, indent: space.length, key, value: plain(value) });
  }
  return services.slice(0, MOST_SERVICES).map(({ name, line, body }) => {
    const own = Math.min(...body.map((one) => one.indent));
    const of = (wanted: string) => body.find((one) => one.indent === own && one.key === wanted);
    const [image, user, build] = [of('image'), of('user'), of('build')];
    return {
      name: oneLine(name, 80),
      line,
      image: image ? { written: oneLine(image.value, 200), resolved: resolve(image.value, env), line: image.line } : null,
      build: build
        ? dockerfileOf(
            build.value,
            body
              .slice(body.indexOf(build) + 1)
              .filter((one, index, rest) => one.indent > own && rest.slice(0, index).every((before) => before.indent > own)),
            folder,
          )
        : null,
      user: user ? { value: oneLine(resolve(user.value, env) ?? user.value, 80), line: user.line } : null,
    };
  });
}

const plain = (value: string) =>
  value
    .replace(/\s+#.*$/, '')
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2');

function resolve(value: string, env: ReadonlyMap<string, string>): string | null {
  const filled = fillIn(value, (name) => env.get(name));
  return filled === null ? null : oneLine(filled, 200);
}

function dockerfileOf(context: string, below: readonly { key: string; value: string }[], folder: string): string {
  const inline = /^\{(.*)\}$/.exec(context)?.[1];
  const of = (key: string) =>
    below.find((one) => one.key === key)?.value ?? new RegExp(`\\b${key}\\s*:\\s*["']?([^,"'\\s]+)`).exec(inline ?? '')?.[1];
  const where = inline === undefined && context !== '' ? context : (of('context') ?? '.');
  return posix.join(folder, where, of('dockerfile') ?? 'Dockerfile');
}
