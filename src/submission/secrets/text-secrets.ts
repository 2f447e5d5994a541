import { judgeAssignment } from './assignment.ts';
import type { Candidate } from './candidate.ts';
import type { PathContext } from './path-context.ts';
import { classifyValue } from './value-class.ts';

const STRING = String.raw`(?:"(?<value>[^"\n]{1,400})"|'(?<single>[^'\n]{1,400})')`;
/** `NAME = "x"`, `name: str = 'x'`, `"name": "x"`, `name := "x"`, `$name => 'x'`, `config["name"] = "x"`, `[]byte("x")`. */
const QUOTED = new RegExp(
  String.raw`(?<name>[A-Za-z_][\w.-]{1,60})["']?\]?\s*(?::\s*[\w.\[\]|? ]{1,40}\s*=|:=|=>|[:=])\s*(?:\[\]byte\(|Buffer\.from\(|[bru]{1,2}(?=["']))?\s*${STRING}`,
  'g',
);
/** Readers of the environment with a default: os.getenv("NAME", "x"), config('NAME', default='x'), ENV.fetch("NAME", "x"), getEnv("NAME", "x"). */
const DEFAULTED = new RegExp(
  String.raw`(?:env\w*|environ\.get|config|fetch|getOrDefault|getProperty|lookup\w*)\s*\(\s*["'](?<name>[\w.]+)["']\s*,\s*(?:default\s*=\s*)?${STRING}`,
  'gi',
);
/** os.environ.get("NAME") or "x", ENV["NAME"] || "x". */
const OR_ELSE = new RegExp(
  String.raw`(?:env\w*|environ(?:\.get)?)\s*[(\[]\s*["'](?<name>\w+)["']\s*[)\]]\s*(?:or|\|\||\?\?|\?:)\s*${STRING}`,
  'gi',
);
/** Spring, compose and shell: ${NAME:x}, ${NAME:-x}. */
const INTERPOLATED = /\$\{(?<name>[\w.]+):-?(?<value>[^{}$"'\s]{3,200})\}/g;
/** The secret as an argument: jwt.encode(payload, "x"), token.SignedString([]byte("x")), JWT::encode($p, 'x'), signWith(HS256, "x"). */
const SINK = new RegExp(
  String.raw`(?:\b(?:jwt\.|JWT(?:::|\.))(?:encode|decode)\s*\((?:\{[^{}\n]{0,200}\}|[^,(){}'"\n]{1,80})\s*,|\.SignedString\s*\(|\.(?:signWith|setSigningKey)\s*\((?:[^,()"'\n]{1,80},)?|Algorithm\.HMAC\d+\s*\(|JWTAuth\s*\(|hmac\.new\s*\()\s*(?:\[\]byte\(|key\s*=\s*|secret\s*=\s*|b(?=["']))?\s*${STRING}`,
  'g',
);

interface Match {
  readonly name: string;
  readonly value: string;
}

/** Secrets in any other text, line by line. */
export function findTextSecrets(path: string, text: string, context: PathContext): Candidate[] {
  const isEnv = context === 'env' || context === 'development-env';
  const parents = /\.(?:ya?ml|json|toml|ini)$/i.test(path) ? new ParentKeys() : undefined;
  const settings = isEnv || /\.(?:ya?ml|properties|ini|cfg|conf|toml|env)$|(?:^|\/)Dockerfile[\w.-]*$/i.test(path);
  return text.split('\n').flatMap((written, index) => {
    const parent = parents?.read(written) ?? '';
    if (isComment(written)) return [];
    const line = index + 1;
    // Two neighbouring \s* take long on many spaces.
    const content = written.replace(/\s+/g, ' ');
    const plain = settings ? unquoted(content, isEnv) : [];
    const inDatabaseSettings = /datasource|database|db|sequelize|typeorm/i.test(parent);
    const assigned = [...matches(content, QUOTED), ...plain].flatMap(({ name, value }) => {
      return judgeAssignment({ name: nameBelow(parent, name), value, line, inDatabaseSettings }, context) ?? [];
    });
    const fallbacks = [DEFAULTED, OR_ELSE, INTERPOLATED]
      .flatMap((pattern) => matches(content, pattern))
      .flatMap(({ name, value }) => {
        return judgeAssignment({ name, value, line, fallback: true }, context) ?? [];
      });
    return [...fallbacks, ...matches(content, SINK).map(({ value }) => sink(value, line)), ...assigned];
  });
}

/** `secret` below `jwt` is `jwt.secret`; a name that says enough by itself stays. */
function nameBelow(parent: string, name: string): string {
  const above = parent.split('.').at(-1) ?? '';
  return above !== '' && /^(?:secret|key|token|password|pass|secret[_-]?key)$/i.test(name) ? `${above}.${name}` : name;
}

function matches(line: string, pattern: RegExp): Match[] {
  return [...line.matchAll(pattern)].map(({ groups }) => ({
    name: groups?.['name'] ?? '',
    value: groups?.['value'] ?? groups?.['single'] ?? '',
  }));
}

function sink(value: string, line: number): Candidate {
  const certain = ['real', 'weak'].includes(classifyValue(value));
  return { rule: 'literal-signing-secret', kind: 'signing-secret', confidence: certain ? 'certain' : 'likely', line, value };
}

/** `NAME=value` and `name: value` without quotes, as settings have it; also `- NAME=value` of compose and `ENV NAME value` of Docker. */
function unquoted(line: string, isEnv: boolean): Match[] {
  const pattern = isEnv
    ? /^\s*(?:export\s+)?(?<name>[A-Za-z_]\w*)\s*=\s*(?<value>[^"'\s#][^\s#]*)/
    : /^\s*(?:-\s+|ENV\s+|ARG\s+)?["']?(?<name>[A-Za-z_][\w.-]*)(?:\s*[:=]\s*|\s+(?=\S+$))(?<value>[^"'\s#{}[\]|>&*][^\s#]*)["']?\s*(?:#.*)?$/;
  const groups = pattern.exec(line)?.groups;
  const quoted = isEnv ? undefined : /^\s*-\s+["'](?<name>[A-Za-z_]\w*)=(?<value>[^"']+)["']\s*$/.exec(line)?.groups;
  const found = groups ?? quoted;
  return found ? [{ name: found['name'] ?? '', value: found['value'] ?? '' }] : [];
}

const isComment = (line: string) => /^\s*(?:#|\/\/|\*|\/\*|--|;|<!--|REM\b|@param|"""|''')/.test(line);

/** The keys above a line, by indentation: `jwt:` then `  secret: x` is `jwt.secret`. */
class ParentKeys {
  readonly #keys: { readonly indent: number; readonly key: string }[] = [];

  read(line: string): string {
    const section = /^\s*\[+([\w."-]+)\]+/.exec(line)?.[1];
    if (section !== undefined) {
      this.#keys.splice(0, this.#keys.length, { indent: -1, key: section });
      return '';
    }
    const [, space = '', key] = /^(\s*)(?:-\s+)?["']?([A-Za-z_][\w.-]*)["']?\s*:/.exec(line) ?? [];
    if (key === undefined) return this.#keys.map((one) => one.key).join('.');
    while ((this.#keys.at(-1)?.indent ?? -2) >= space.length) this.#keys.pop();
    const parent = this.#keys.map((one) => one.key).join('.');
    if (/:\s*(?:\{\s*)?$/.test(line) && this.#keys.length < 32) this.#keys.push({ indent: space.length, key });
    return parent;
  }
}
