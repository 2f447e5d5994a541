import { posix } from 'node:path';
import type { SubmissionFiles } from './files.ts';
import { findReadme } from './survey/readme.ts';

/** What the README tells a stranger. */
export type ReadmeReading = {
  readonly path: string;
  /** Name of the generator whose text it is, when most of it is. */
  readonly template: string | null;
  /** Words of its own, without badges, code and what a generator wrote. */
  readonly words: number;
  /** Line where each of these is told, or null. */
  readonly purpose: number | null;
  readonly start: number | null;
  readonly use: number | null;
  readonly settings: number | null;
  /** Operations that it names. */
  readonly endpoints: number;
  /** Files of the repository that it leads to and that were read with it. */
  readonly leadsTo: readonly string[];
};

/** Pages that describe the API by their name, whether or not a link leads there. */
const API_PAGE =
  /^(?:(?:docs?|documentation)\/(?:[\w-]+\/)?)?[\w-]{0,30}(?:api|endpoints?|routes?|reference|rutas|rotas)[\w-]{0,30}\.(?:md|rst|adoc|txt)$/i;
const LARGEST = 512 * 1024;
const MOST_LINES = 5_000;
const MOST_LINKED = 20;

interface Template {
  readonly name: string;
  /** A sentence that only this template has. */
  readonly sign: RegExp;
  /** Its paragraphs: what matches is not the author's. */
  readonly own: RegExp;
}

const TEMPLATES: readonly Template[] = [
  {
    name: 'NestJS',
    sign: /framework TypeScript starter repository|A progressive <a[^>]*>Node\.js<\/a> framework for building/i,
    own: /\bnest(?:js)?\b|\bmau\b|progressive .*Node\.js|deploy(?:ment|ing)|sponsor|stay in touch|support|license/i,
  },
  { name: 'Create React App', sign: /bootstrapped with \[?Create React App/i, own: /react|npm (?:start|test|run)|production|build|eject|learn more|webpack|browser/i },
  { name: 'Next.js', sign: /This is a \[?Next\.js\]?(?:\([^)]*\))? (?:project|app) bootstrapped/i, own: /next|vercel|development server|edit(?:ing)? the page|font|learn more/i },
  { name: 'Vite', sign: /This template (?:provides a minimal setup|should help get you started)/i, own: /vite|react|vue|eslint|plugin|template|hmr|volar/i },
  { name: 'Angular CLI', sign: /project was generated (?:with|using) \[?Angular CLI/i, own: /angular|\bng\b|scaffold|karma|unit tests|end-to-end|build|development server/i },
  { name: 'Laravel', sign: /Laravel is a web application framework with expressive, elegant syntax/i, own: /laravel|laracasts|sponsor|security vulnerabilit|contribut|code of conduct|license|tidelift/i },
  { name: 'Rails', sign: /This README would normally document whatever steps are necessary/i, own: /README would normally|Things you may want to cover|^\s*\*\s/i },
  { name: 'GitLab', sign: /To make it easy for you to get started with GitLab/i, own: /gitlab|readme|suggestions|visuals|badge|roadmap|installation|usage|support|contribut|project status|license|merge request|section|explain|show your appreciation|if you/i },
  { name: 'Strapi', sign: /Getting started with Strapi/i, own: /strapi|deploy|community|learn more/i },
  { name: 'AdonisJS', sign: /This is the (?:boilerplate|fullstack|API) .*for AdonisJS/i, own: /adonis|boilerplate|comes pre-configured|setup|migrations/i },
  { name: 'Fastify CLI', sign: /Getting Started with \[?Fastify-CLI/i, own: /fastify|available scripts|npm (?:run|start|test)|learn more|production mode|dev mode/i },
  { name: 'Phoenix', sign: /Ready to run in production\? Please \[?check our deployment guides/i, own: /phoenix|mix |localhost:4000|deployment guides|learn more|official website|guides|docs|forum|source/i },
]; // prettier-ignore

/** Commands that start or install something, wherever they stand in a line. */
const START =
  /(?:^|[\s`$>(])(?:docker(?:[- ]compose)?\s+(?:compose\s+)?(?:up|run|build|start)|podman(?:[- ]compose)?\s+(?:up|run|build)|(?:npm|yarn|pnpm|bun)\s+(?:i|ci|install|start|run|dev|serve)\b|yarn\s+(?:dev|start)|nodemon\s|python3?\s+(?:-m\s+)?[\w./-]+\.?\w*|pip3?\s+install|pipenv\s+(?:install|run|shell)|poetry\s+(?:run|install|shell)|uv\s+(?:run|sync)|flask\s+(?:run|--app)|uvicorn\s+\w|gunicorn\s+\w|fastapi\s+(?:dev|run)|(?:\.\/|\.\\)?(?:mvnw?|gradlew?)\s|java\s+-jar|go\s+(?:run|build|install)\s|bundle\s+(?:install|exec)|(?:bin\/)?rails\s+(?:s|server|db)|php\s+(?:artisan|-S|bin\/)|composer\s+(?:install|update|run)|symfony\s+(?:serve|server)|sail\s+up|dotnet\s+(?:run|restore|build)|cargo\s+run|mix\s+(?:phx|deps|setup|ecto)|deno\s+(?:run|task)|\.\/[\w-]+\.sh|vagrant\s+up|kubectl\s+apply|sam\s+local)/;
/** Words that are commands at the beginning of a line or in code, and plain English elsewhere. */
const START_OF_LINE =
  /(?:^\s*(?:[$>%]\s*)?|`|&&\s*)(?:make\b|just\s+\w|task\s+\w|node\s+[\w./-]+|nodemon\b|rake\s|air\b|sh\s+[\w./-]+\.sh|bash\s+[\w./-]+|tox\b|rails\s|mix\s)/;
const METHOD =
  /(?:^|[^A-Za-z])(?:GET|POST|PUT|PATCH|DELETE)\b[^A-Za-z\n]{0,25}(?:https?:\/\/[^\s`|)]+|\{\{?[\w-]+\}?\}[^\s`|)]*|`?\/[\w:{}<>./-]*)|`?\/[\w:{}<>./-]+`?\s*[-–—:|(]{1,3}\s*[`*]{0,3}(?:GET|POST|PUT|PATCH|DELETE)\b/g;
const PATH = /(?:^|[\s`|("'])\/(?:api\/|v\d\/)?[a-z][\w-]*(?:\/[\w:{}<>.-]+)*/g;
const USE =
  /\bcurl\s|\bhttp(?:ie)?\s+(?:GET|POST|PUT|:)|swagger|openapi|redoc|scalar\b|postman|insomnia|\bbruno\b|graph(?:i?ql)\b.*(?:playground|\/graph)|localhost[:\d]*\/(?:api|docs|graphi?ql|v\d)|\/docs\b|api[- ]docs|api (?:documentation|reference|documentatie|dokumentation|documentaci[oó]n|documentação)|\bendpoints?\b.*(?:\]\(|https?:|docs)|\bredoc\b|documenter\.getpostman|\[[^\]\n]{0,80}\b(?:api|docs?|documentation|spec)\b[^\]\n]{0,80}\]\(\s*https?:/i;
const SETTINGS =
  /\.env\b|environment variables?|\benv(?:ironment)? vars?\b|\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b|application[\w-]*\.(?:properties|ya?ml)|settings\.py|config\.(?:json|ya?ml|toml|js|ts)|appsettings|variables? d['e]environnement|variables? de entorno|variáveis de ambiente|umgebungsvariable|переменн\w+ окружения|环境变量|環境変数/i;

/** Reads the README and, where it leads there, further pages of the repository. Null when there is none. */
export async function readReadmeContents(files: SubmissionFiles): Promise<ReadmeReading | null> {
  const path = findReadme(files.paths) ?? linkedReadme(files);
  if (path === null) return null;
  const text = await files.readText(path, LARGEST).catch(() => '');
  const leadsTo = linkedPages(files, path, text);
  const more = await Promise.all(leadsTo.map((page) => files.readText(page, LARGEST).catch(() => '')));
  const lines = text.split(/\r?\n/, MOST_LINES).map((line) => line.slice(0, 1_000));
  const template = TEMPLATES.find(({ sign }) => sign.test(text.slice(0, 50_000)));
  const own = ownLines(lines, template);
  const words = own.reduce((sum, { text: said }) => sum + countWords(said), 0);
  const all = [...lines, ...more.flatMap((page) => page.split(/\r?\n/, MOST_LINES).map((line) => line.slice(0, 1_000)))];
  const endpoints = countEndpoints(all);
  const lineOf = (says: (line: string) => boolean) => numberOf(all, says, lines.length);
  return {
    path,
    template: template !== undefined && words < 60 ? template.name : null,
    words,
    purpose: own.find(({ text: said }) => countWords(said) >= 6)?.line ?? (words >= 12 ? (own[0]?.line ?? null) : null),
    start: lineOf((line) => START.test(line) || START_OF_LINE.test(line)),
    use: lineOf((line) => USE.test(line) || (endpoints >= 2 && (isEndpoint(line) || isListed(line)))),
    settings: lineOf((line) => SETTINGS.test(line)),
    endpoints,
    leadsTo,
  };
}

/** What is found on a further page counts as said on the first line. */
function numberOf(all: readonly string[], says: (line: string) => boolean, own: number): number | null {
  const at = all.findIndex(says);
  return at === -1 ? null : at < own ? at + 1 : 1;
}

/** A README that is a link to a page elsewhere in the repository. */
function linkedReadme(files: SubmissionFiles): string | null {
  const link = files.links.find(({ path }) => /^readme(?:\.\w+)?$/i.test(path));
  const target = link && files.resolve(link.target, posix.dirname(link.path));
  return target !== undefined && files.has(target) ? target : null;
}

function linkedPages(files: SubmissionFiles, path: string, text: string): string[] {
  const targets = [
    ...text
      .slice(0, LARGEST)
      .matchAll(/\]\(\s*<?(?!https?:|#|mailto:)([^)#\s>]{1,200})|^\.\.\s+_[^:\n]{1,80}:\s*([\w./-]{1,200})$/gm),
  ].map(([, md, rst]) => md ?? rst ?? '');
  const named = files.paths.filter((one) => API_PAGE.test(one));
  const pages = targets.flatMap((target) => {
    const found = files.resolve(target.replace(/^\//, ''), target.startsWith('/') ? '' : posix.dirname(path));
    if (found === undefined) return [];
    const folder = files.has(found) ? posix.dirname(found) : found;
    // the page that is linked is often a table of contents of those beside it
    const beside =
      folder === '.' || /(?:^|\/)docs?(?:\/|$)/i.test(folder) === false
        ? []
        : files.paths.filter((one) => posix.dirname(one) === folder);
    const inside = files.has(found) ? [found, ...beside] : files.paths.filter((one) => posix.dirname(one) === found);
    return inside.filter(
      (one) =>
        /\.(?:md|markdown|rst|adoc|txt)$/i.test(one) && !/(?:licen[sc]e|changelog|contributing|conduct|security)/i.test(one),
    );
  });
  return [...new Set([...named, ...pages])].filter((page) => page !== path).slice(0, MOST_LINKED);
}

/** Prose of the author: no headings, badges, pictures, code, tables of contents, and nothing that the generator wrote. */
function ownLines(lines: readonly string[], template: Template | undefined): { line: number; text: string }[] {
  const own: { line: number; text: string }[] = [];
  let inCode = false;
  for (const [index, line] of lines.entries()) {
    if (/^\s*(?:```|~~~)/.test(line)) {
      inCode = !inCode;
      continue;
    }
    if (inCode || /^\s*(?:#|={3,}|-{3,}|\*{3,}|\.\.\s|:\w+:|\[[^\]]+\]:)/.test(line) || (template && template.own.test(line)))
      continue;
    const text = line
      .replace(/!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])/g, '')
      .replace(/\[\s*\](?:\([^)]*\))?/g, '')
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/<[^>]*>|https?:\/\/\S+|`[^`]*`/g, ' ')
      .replace(/^\s*(?:[-*+>|]|\d+[.)])+\s*/, '')
      .trim();
    if (/\p{L}{2}/u.test(text)) own.push({ line: index + 1, text });
  }
  return own;
}

/** Words, or half of the signs in scripts that are written without spaces. */
function countWords(text: string): number {
  const dense = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0;
  return (
    Math.floor(dense / 2) +
    (text
      .match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)
      ?.filter((word) => !/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(word)).length ?? 0)
  );
}

const isEndpoint = (line: string) => (line.match(METHOD)?.length ?? 0) > 0 || /\|\s*(?:GET|POST|PUT|PATCH|DELETE)/.test(line);

function countEndpoints(lines: readonly string[]): number {
  const named = lines.reduce((sum, line) => sum + (line.match(METHOD)?.length ?? 0), 0);
  if (named > 0) return named;
  return new Set(lines.filter(isListed).flatMap((line) => line.match(PATH)?.map((one) => one.trim()) ?? [])).size;
}

/** A path in a list or table. */
const isListed = (line: string) => /^\s*(?:[-*|+]|\d+\.)/.test(line) && (line.match(PATH)?.length ?? 0) > 0;
