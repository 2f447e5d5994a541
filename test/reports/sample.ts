import { readFileSync } from 'node:fs';
import type { Exchange, TakenId } from '../../src/api/exchange.ts';
import { loadRubric } from '../../src/grading/rubric.ts';
import {
  buildScorecard,
  type Facts,
  type JudgedCheck,
  type Provenance,
  type Scorecard,
  type UnderstoodOperation,
} from '../../src/grading/scorecard.ts';
import type { Verdict } from '../../src/grading/verdict.ts';

const AREAS: Readonly<Record<string, string>> = {
  'undocumented-boot': 'running',
  'created-without-201': 'http',
  'missing-404': 'http',
  'unbounded-lists': 'http',
  'unprotected-routes': 'access',
  'other-users-objects': 'access',
  'recoverable-passwords': 'credentials',
  'missing-login-limit': 'credentials',
  'server-error-on-client-fault': 'http',
  'hardcoded-secrets': 'code',
  'unindexed-queries': 'database',
  'missing-constraints': 'database',
};

const TEXTS: Readonly<Record<string, readonly [title: string, failureTitle: string, why: string, fix: string]>> = {
  'undocumented-boot': [
    'Starts from a clean clone as documented',
    'Does not start from a clean clone as documented',
    'A reviewer gives a project a few minutes. If it does not start by its own instructions, nothing else of it is seen.',
    'Follow your README on another machine, from the clone on, and write down every step that was missing.',
  ],
  'created-without-201': [
    'Creating something answers 201',
    'Creating something does not answer 201',
    'Status codes are the part of an API that clients, caches and monitoring read.',
    'Answer POST requests that create a record with 201 and the record in the body.',
  ],
  'missing-404': [
    'Asking for what is not there answers 404',
    'Asking for what is not there does not answer 404',
    'A client that gets a success for a record that does not exist shows an empty page, or crashes on it.',
    'After looking a record up by its id, answer 404 with an error body when there is none.',
  ],
  'unbounded-lists': [
    'List endpoints are paginated',
    'List endpoints return everything',
    'A list without pages is fast with ten rows and takes the server down with a million.',
    'Give every list endpoint a limit with a default and a maximum, and a way to the next page.',
  ],
  'unprotected-routes': [
    'Routes with personal data need a login',
    'Routes with personal data are open to everybody',
    'One route without the guard makes the login of all others worthless.',
    'Put the authentication middleware in front of the whole router, and open the few public routes one by one.',
  ],
  'other-users-objects': [
    'Users reach only their own records',
    'Users reach the records of others',
    'Being logged in says who somebody is, not what is theirs. Counting ids upwards is enough to read everybody else’s data.',
    'Look records up by id and owner together (`where id = … and user_id = …`), and answer 404 when nothing matches.',
  ],
  'recoverable-passwords': [
    'Passwords are stored as slow, salted hashes',
    'Stored passwords can be turned back into passwords',
    'Whoever gets a copy of the database can log in as everybody, here and wherever else they use the same password.',
    'Hash passwords with argon2id or bcrypt at the moment they arrive, and store nothing but the hash.',
  ],
  'missing-login-limit': [
    'Logins are limited after wrong passwords',
    'Passwords can be guessed without end',
    'A hundred guesses a second find every weak password in an afternoon.',
    'Count wrong passwords per account and address, and answer 429 with Retry-After after about ten.',
  ],
  'server-error-on-client-fault': [
    'Faulty requests are refused with a 4xx',
    'Faulty requests end in a server error',
    'A 5xx says that the server broke. Whoever is on call is woken by a typo of a client, and real faults drown in them.',
    'Validate body and path parameters before using them and answer 400 or 422.',
  ],
  'hardcoded-secrets': [
    'Secrets come from the environment',
    'Secrets stand in the code',
    'Whoever reads the repository can sign tokens and open the database. History keeps them after they are deleted.',
    'Read secrets from environment variables, commit an example without values, and replace every secret that was ever committed.',
  ],
  'unindexed-queries': [
    'Queries find their rows by an index',
    'Queries read whole tables for want of an index',
    'Without an index the database reads every row of the table to find a few.',
    'Create an index on the columns that you filter, join or sort by.',
  ],
  'missing-constraints': [
    'Tables have keys, and a login exists once',
    'The database allows what must not be twice',
    'Two requests at the same moment both find an e-mail address free.',
    'Give every table a primary key, and the column that people log in with a UNIQUE constraint.',
  ],
};

const CHECK_IDS = Object.keys(AREAS);

const rubricText = readFileSync(new URL('./fixtures/rubric.yaml', import.meta.url), 'utf8');
const backendRubric = () => loadRubric(rubricText, CHECK_IDS);

function judged(verdicts: Readonly<Record<string, Verdict>>, ids: readonly string[] = CHECK_IDS): JudgedCheck[] {
  return ids.map((id) => {
    const [title = '', failureTitle = '', why = '', fix = ''] = TEXTS[id] ?? MORE[id]?.texts ?? [];
    return {
      area: AREAS[id] ?? MORE[id]?.area ?? '',
      metadata: {
        id,
        title,
        failureTitle,
        why,
        fix,
        references: { cwe: 1000 + id.length, owaspApi: 'API1:2023' },
        stability: 'stable',
      },
      verdict: verdicts[id] ?? { verdict: 'pass', found: 'All that was tried was right.' },
    };
  });
}

export const provenance: Provenance = {
  tool: 'roadworthy',
  version: '0.1.0',
  schemaVersion: 1,
  id: 'rw-5f1c',
  attempt: 1,
  startedAt: '2026-11-21T10:02:11.000Z',
  finishedAt: '2026-11-21T10:03:24.000Z',
  options: { keep: true, only: null },
  submission: {
    name: 'tasks-express',
    source: 'https://github.com/example/tasks-express',
    commit: '9c1d7e3b52f84a60c3d2e1f0a9b8c7d6e5f4a3b2',
  },
  engine: { version: '28.1.1', api: '1.49' },
  images: [
    { reference: 'node:24-alpine', digest: 'sha256:1f7e0c5d3b9a', labels: {} },
    {
      reference: 'postgres:17',
      digest: 'sha256:77aa01c2b4de',
      labels: { 'roadworthy.stand-in': 'postgres 17 built from Debian packages' },
    },
  ],
  plan: {
    kind: 'compose',
    from: 'compose.yaml',
    help: [
      {
        kind: 'env-copy',
        what: '.env copied from .env.example, with generated values for JWT_SECRET and DB_PASSWORD',
        documented: true,
      },
    ],
    treatments: [
      {
        treatment: 'stripped',
        service: 'db',
        key: 'ports',
        message: 'Ports of the host are not published; the forwarder reaches the app.',
      },
    ],
  },
  limits: { buildMs: 600_000, bootMs: 120_000, serviceMemoryBytes: 2 ** 30, servicePids: 512 },
  seed: '9c1d7e3b52f8',
  phases: [
    { name: 'survey', startMs: 0, ms: 41 },
    { name: 'build', startMs: 180, ms: 21_400 },
    { name: 'boot, clean stack', startMs: 21_600, ms: 2_350 },
    { name: 'understand', startMs: 24_100, ms: 3_900 },
    { name: 'probe login-burst', startMs: 33_000, ms: 4_800 },
  ],
  warnings: [],
  isolation: 'runc',
  egress: {
    closed: true,
    inside: [
      { target: 'roadworthy-egress-test.example.com', outcome: 'no such name', open: false },
      { target: '198.51.100.1:80', outcome: 'network is unreachable', open: false },
    ],
    control: [
      { target: 'roadworthy-egress-test.example.com', outcome: 'no such name', open: false },
      { target: '198.51.100.1:80', outcome: 'timed out', open: true },
    ],
  },
};

const facts = {
  startedFault: null,
  boot: { started: true, reason: null },
  api: {
    known: 14,
    confirmed: 13,
    reached: 12,
    never: [
      { operation: 'POST /api/auth/reset', why: 'answered only 400' },
      { operation: 'GET /health', why: 'never asked' },
    ],
  },
  operations: [
    reached('POST /api/auth/register', 'src/routes/auth.js:12'),
    reached('POST /api/auth/login', 'src/routes/auth.js:31'),
    { ...reached('POST /api/auth/reset', 'src/routes/auth.js:48'), state: 'confirmed', why: 'answered only 400' },
    reached('GET /api/me', 'src/routes/me.js:7', true),
    ...['GET /api/tasks', 'POST /api/tasks', 'GET /api/tasks/{id}', 'PUT /api/tasks/{id}', 'DELETE /api/tasks/{id}'].map(
      (operation, index) => reached(operation, `src/routes/tasks.js:${14 + 9 * index}`, true),
    ),
    ...['GET /api/projects', 'POST /api/projects', 'GET /api/projects/{id}', 'DELETE /api/projects/{id}'].map(
      (operation, index) => reached(operation, `src/routes/projects.js:${11 + 8 * index}`),
    ),
    { operation: 'GET /health', state: 'known', sources: [{ kind: 'openapi-file', at: 'openapi.json' }], why: 'never asked' },
  ],
  login: 'it answered a user with their own data, and refused anonymous and a spoilt credential',
  survey: { languages: ['JavaScript'] },
} satisfies Facts;

function reached(operation: string, at: string, secured?: boolean): UnderstoodOperation {
  const document = { kind: 'openapi-file', at: 'openapi.json' };
  return {
    operation,
    state: 'reached',
    sources: [{ kind: 'route-table', at }, ...(secured === undefined ? [] : [document])],
    ...(secured !== undefined && { secured }),
  };
}

interface Spec {
  readonly body?: string;
  readonly status: number;
  readonly answer: string;
  readonly taken?: readonly TakenId[];
  readonly token?: string;
}

function exchange(
  id: string,
  identity: Exchange['identity'],
  method: string,
  path: string,
  { body, status, answer, taken = [], token }: Spec,
): Exchange {
  const credential = token ?? (identity === 'anonymous' ? undefined : `{{${identity}.token}}`);
  return {
    id,
    stack: 'clean',
    identity,
    request: {
      method,
      path,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(credential && { authorization: `Bearer ${credential}` }),
      },
      body: body ?? null,
      taken,
    },
    response: { status, headers: { 'content-type': 'application/json; charset=utf-8', 'x-powered-by': 'Express' }, body: answer },
    durationMs: 7,
  };
}

const taskId: TakenId = { value: '41', from: 'x20', pointer: '/id' };
const task = '{"id":41,"title":"Water the plants","done":false,"userId":7}';
const rows = JSON.stringify(
  Array.from({ length: 60 }, (_, index) => ({
    id: index + 1,
    title: `Water the plants, number ${index + 1}`,
    done: false,
    userId: 7,
  })),
);

export const exchanges: readonly Exchange[] = [
  exchange('x20', 'A', 'POST', '/api/tasks', { body: '{"title":"Water the plants"}', status: 200, answer: task }),
  exchange('x21', 'A', 'GET', '/api/tasks/41', { status: 200, answer: task, taken: [taskId] }),
  exchange('x22', 'B', 'GET', '/api/tasks/41', { status: 200, answer: task, taken: [taskId] }),
  exchange('x23', 'anonymous', 'PUT', '/api/tasks/41', {
    body: '{"title":"Changed by a stranger","userId":41}',
    status: 200,
    answer: '{"message":"updated"}',
    taken: [taskId],
  }),
  exchange('x24', 'A', 'GET', '/api/tasks/999999', { status: 200, answer: 'null' }),
  exchange('x25', 'A', 'GET', '/api/tasks', { status: 200, answer: rows }),
  exchange('x26', 'A', 'GET', '/api/tasks?limit=5&page=1', { status: 200, answer: rows }),
  exchange('x27', 'A', 'POST', '/api/tasks', {
    body: '{"title": ',
    status: 500,
    answer: '{"error":"Unexpected end of JSON input"}',
  }),
  exchange('x28', 'anonymous', 'POST', '/api/auth/login', {
    body: '{"email":"rwc9c1d@example.test","password":"{{C.password:guess-110}}"}',
    status: 401,
    answer: '{"message":"Wrong password"}',
  }),
  exchange('x29', 'anonymous', 'GET', '/api/me', { status: 200, answer: '{"id":7}', token: '{{A.token:signature-spoilt}}' }),
];

const FLAWED: Readonly<Record<string, Verdict>> = {
  'undocumented-boot': {
    verdict: 'partial',
    share: 0.5,
    found: 'It starts, with 1 step that the README does not name: .env copied from .env.example.',
    evidence: [
      { kind: 'table', columns: ['Help that was needed', 'Written down'], rows: [['.env copied from .env.example', 'no']] },
    ],
  },
  'created-without-201': {
    verdict: 'fail',
    found: '3 of 3 create operations answered 200, not 201, though the record was made.',
    evidence: [
      { kind: 'http', exchanges: ['x20', 'x21'], note: 'POST /api/tasks answered 200, and the record is there afterwards.' },
    ],
  },
  'missing-404': {
    verdict: 'fail',
    found: '2 of 2 kinds of records answered 200 for an id that never was.',
    evidence: [
      {
        kind: 'http',
        exchanges: ['x24'],
        note: 'No record has this id, and the answer was 200 with an empty body; the same for a second such id.',
      },
    ],
  },
  'unbounded-lists': {
    verdict: 'fail',
    found: '2 of 2 list endpoints: GET /api/tasks returned all 60 rows; GET /api/projects returned all 41 rows.',
    evidence: [
      {
        kind: 'http',
        exchanges: ['x25', 'x26'],
        note: '40 rows after 40 were made, 60 after 60; none of 9 usual page parameters made it shorter.',
      },
    ],
  },
  'unprotected-routes': {
    verdict: 'fail',
    found: 'Open to everybody: PUT /api/tasks/{id}, a token whose signature was changed.',
    evidence: [
      {
        kind: 'http',
        exchanges: ['x20', 'x23', 'x21'],
        note: 'Without any credential: answered 200, and A found it done; the same on a second record.',
      },
      { kind: 'http', exchanges: ['x29'], note: '/api/me accepted a token whose signature was changed, twice.' },
    ],
  },
  'other-users-objects': {
    verdict: 'fail',
    found: "B reached A's records by GET /api/tasks/{id}.",
    evidence: [
      {
        kind: 'http',
        exchanges: ['x20', 'x22'],
        note: "As B, on a record of A: answered 200, with A's data; the same on a second record.",
      },
    ],
  },
  'recoverable-passwords': {
    verdict: 'fail',
    found: 'users.password holds the passwords of 3 of 3 accounts as they were typed.',
    evidence: [
      {
        kind: 'stored-value',
        table: 'users',
        column: 'password',
        value: '{{AB.password}}',
        note: 'The stored value is the password itself.',
      },
    ],
  },
  'missing-login-limit': {
    verdict: 'fail',
    found: '110 wrong passwords for one account in 3 s, each answered 401.',
    evidence: [{ kind: 'http', exchanges: ['x28'], note: 'The 110th wrong password is answered like the first.' }],
  },
  'server-error-on-client-fault': {
    verdict: 'partial',
    share: 2 / 7,
    found: '9 of 31 faulty requests ended in a server error, on 5 of 7 operations: malformed JSON, malformed id.',
    evidence: [
      { kind: 'http', exchanges: ['x27'], note: 'POST /api/tasks, malformed JSON: answered 500, twice.' },
      {
        kind: 'log',
        from: 'web',
        lines: [
          'SyntaxError: Unexpected end of JSON input',
          '    at JSON.parse (<anonymous>)',
          '    at parse (/app/node_modules/body-parser/lib/types/json.js:92:19)',
        ],
      },
    ],
  },
  'hardcoded-secrets': {
    verdict: 'fail',
    found: '2 secrets in 2 files: a signing secret, a database password.',
    evidence: [
      {
        kind: 'source',
        path: 'index.js',
        line: 8,
        snippet: "const JWT_SECRET = '********';",
        note: 'The secret that signs the tokens.',
      },
      { kind: 'source', path: 'docker-compose.yml', line: 21, snippet: '      POSTGRES_PASSWORD: ********' },
    ],
  },
  'unindexed-queries': {
    verdict: 'fail',
    found: '1 of 1 query that needs an index besides the primary key has none: tasks(user_id) in GET /api/tasks.',
    evidence: [
      {
        kind: 'query-plan',
        sql: 'SELECT * FROM tasks WHERE user_id = $1 ORDER BY id',
        gain: 'tasks(user_id): cost 3 times lower, blocks 307 to 19, rows touched 20061 to 78, GET /api/tasks',
        suggestion: 'CREATE INDEX ON tasks (user_id);',
        note: 'Sent 30 times by GET /api/tasks.',
      },
    ],
  },
};

/** Everything right but for what could not be known. */
export function good(): Scorecard {
  const verdicts: Record<string, Verdict> = {
    'hardcoded-secrets': { verdict: 'inconclusive', reason: 'The history was not given: check out with fetch-depth: 0.' },
    'other-users-objects': {
      verdict: 'pass',
      found: '6 tries of B on records of A, none reached them.',
      evidence: [{ kind: 'http', exchanges: ['x20', 'x24'] }],
    },
  };
  return buildScorecard({ run: provenance, rubric: backendRubric(), checks: judged(verdicts), facts, exchanges });
}

export function flawed(): Scorecard {
  const submission = {
    ...provenance.submission,
    name: 'tasks-express-flawed',
    source: 'https://github.com/example/tasks-express-flawed',
  };
  return buildScorecard({
    run: { ...provenance, submission },
    rubric: backendRubric(),
    checks: judged(FLAWED),
    facts,
    exchanges,
  });
}

/** Half right: a letter that is held by a cap, something not applicable, something blocked. */
export function mixed(): Scorecard {
  const blocked: Verdict = {
    verdict: 'inconclusive',
    reason: 'Nobody could log in a second time: POST /api/auth/login answered 429 for a minute.',
  };
  const verdicts: Record<string, Verdict> = {
    'unbounded-lists': FLAWED['unbounded-lists'] ?? blocked,
    'created-without-201': FLAWED['created-without-201'] ?? blocked,
    'other-users-objects': FLAWED['other-users-objects'] ?? blocked,
    'missing-login-limit': blocked,
    'recoverable-passwords': { verdict: 'pass', found: 'users.password_hash: bcrypt, cost 10, verified for 3 of 3 accounts.' },
    'server-error-on-client-fault': { verdict: 'not-applicable', reason: 'No operation takes input that could be faulty.' },
  };
  const submission = {
    ...provenance.submission,
    name: 'habit-tracker-api',
    source: 'https://github.com/example/habit-tracker-api',
  };
  const warnings = ['The image node:18 is out of support since April 2025.'];
  return buildScorecard({
    run: { ...provenance, submission, warnings },
    rubric: backendRubric(),
    checks: judged(verdicts),
    facts,
    exchanges,
  });
}

/** The build fails: what can be read is judged, the rest is one row. */
export function notStarted(): Scorecard {
  const lastLines = [
    '#9 [5/6] RUN npm run build',
    "#9 1.204 src/index.ts(3,21): error TS2307: Cannot find module './routes'",
    '#9 ERROR: process "/bin/sh -c npm run build" did not complete successfully: exit code: 2',
  ];
  const reason = 'The build of web failed in step RUN npm run build with exit code 2.';
  const blocked: Verdict = { verdict: 'blocked', reason, fault: 'submission', by: 'boot' };
  const verdicts: Record<string, Verdict> = {
    ...Object.fromEntries(CHECK_IDS.map((id) => [id, blocked])),
    'undocumented-boot': {
      verdict: 'fail',
      found: reason,
      evidence: [{ kind: 'log', from: 'build step RUN npm run build', lines: lastLines }],
    },
    'hardcoded-secrets': { verdict: 'pass', found: '31 files and 12 commits read, no secret in them.' },
  };
  const submission = { ...provenance.submission, name: 'broken-build', source: 'broken-build', commit: 'tree-5d41402abc4b' };
  return buildScorecard({
    run: {
      ...provenance,
      submission,
      egress: null,
      plan: { ...provenance.plan, kind: 'dockerfile', from: 'Dockerfile', help: [], treatments: [] },
    },
    rubric: backendRubric(),
    checks: judged(verdicts),
    facts: { startedFault: 'submission', boot: { started: false, reason, failedStep: 'RUN npm run build', lastLines } },
    exchanges: [],
  });
}

const PAYLOAD = `"><script>alert(1)</script></title><img src=x onerror=alert(2)>javascript:alert(3)\u202egpj.exe\u2066\u001b[31mred\u001b]0;title\u0007\u0000\u0085{{A.token}}\`$(id)\``;

/** What readers switch on; a schema holds it. */
const ENUMS = new Set([
  'tool',
  'outcome',
  'severity',
  'verdict',
  'fault',
  'stability',
  'kind',
  'identity',
  'startedFault',
  'state',
]);

/** The flawed scorecard with the payload around every text and every name, references kept. */
function hostile(): Scorecard {
  const spoil = (text: string) => `${PAYLOAD}${text}${PAYLOAD}`;
  const spoilAll = (value: unknown, key: string): unknown => {
    if (typeof value === 'string')
      return ENUMS.has(key) ? value : key === 'source' ? `javascript:alert(4)//${spoil(value)}` : spoil(value);
    if (Array.isArray(value)) return value.map((item) => spoilAll(item, key));
    if (typeof value !== 'object' || value === null) return value;
    const isMap = ['mistakes', 'milestones', 'checks', 'exchanges', 'headers', 'labels', 'limits'].includes(key);
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [isMap ? spoil(name) : name, spoilAll(item, name)]));
  };
  const clean = flawed();
  return spoilAll({ ...clean, facts: { ...clean.facts, boot: { started: true, reason: 'x' } } }, '') as Scorecard;
}

/** Checks that only the `full` scorecard has: what decides which entry of the rubric, and what came out. */
interface More {
  readonly area: string;
  readonly entry: string;
  readonly texts: readonly [title: string, failureTitle: string, why: string, fix: string];
  readonly verdict: Verdict;
}

const passed = (found: string): Verdict => ({ verdict: 'pass', found });
const unsure = (reason: string): Verdict => ({ verdict: 'inconclusive', reason });
const lines = (path: string, line: number, snippet: string, found: string): Verdict => ({
  verdict: 'fail',
  found,
  evidence: [{ kind: 'source', path, line, snippet }],
});

const more = (
  area: string,
  entry: string,
  title: string,
  failureTitle: string,
  verdict: Verdict,
  why = 'A reviewer looks at this within the first minutes, and it is quick to put right.',
  fix = 'Put it right in one place, and add a test that fails when it comes back.',
): More => ({ area, entry, texts: [title, failureTitle, why, fix], verdict });

const MORE: Readonly<Record<string, More>> = {
  'wrong-read-status': more(
    'http',
    'meaningless-status-codes',
    'Reads answer 200',
    'Reads do not answer 200',
    passed('7 of 7 reads answered 200.'),
  ),
  'wrong-delete-status': more(
    'http',
    'meaningless-status-codes',
    'Deletes answer 200 or 204',
    'Deletes answer something else',
    passed('2 of 2 deletes answered 204.'),
  ),
  'wrong-method-status': more(
    'http',
    'meaningless-status-codes',
    'An unknown method answers 404 or 405',
    'An unknown method is answered like a known one',
    passed('PATCH on 4 paths answered 404.'),
  ),
  'error-as-success': more(
    'http',
    'errors-all-alike',
    'Errors are not sent as successes',
    'Errors are sent with a status of success',
    {
      verdict: 'partial',
      share: 0.75,
      found: '1 of 4 operations answered 200 with an error in the body.',
      evidence: [
        { kind: 'http', exchanges: ['x24'], note: 'The body says that there is no such task, the status says that there is.' },
      ],
    },
  ),
  'inconsistent-errors': more(
    'http',
    'consistent-answers',
    'Errors share one structure',
    'Errors come in several structures',
    passed('41 error answers, all with the keys error and details.'),
  ),
  'stack-trace-leak': more('http', 'unhandled-exceptions', 'Error answers hide the inside', 'Error answers show stack traces', {
    verdict: 'fail',
    found: '2 of 31 faulty requests were answered with a stack trace.',
    evidence: [{ kind: 'http', exchanges: ['x27'], note: 'The answer names a file below node_modules.' }],
  }),
  'unvalidated-input': more('data', 'unvalidated-input', 'Only what is valid is stored', 'Whatever is sent is stored', {
    verdict: 'fail',
    found: '5 of 6 wrong values were accepted and stored, among them a title of 10 000 characters.',
    evidence: [{ kind: 'http', exchanges: ['x20', 'x21'], note: 'The wrong value is read back as it was sent.' }],
  }),
  'limit-ignored': more(
    'http',
    'lists-without-pages',
    'The limit of a list is obeyed',
    'The limit of a list is ignored',
    passed('GET /api/tasks?limit=5 returned 5 rows.'),
  ),
  'unlimited-page-size': more(
    'http',
    'lists-without-pages',
    'Pages have a largest size',
    'A page can be as large as one likes',
    passed('limit=100000 was cut to 100.'),
  ),
  'forged-token-accepted': more(
    'access',
    'open-routes',
    'Forged tokens are refused',
    'Forged tokens are accepted',
    passed('4 forged tokens, each refused with 401.'),
  ),
  'missing-rate-limit': more(
    'http',
    'unlimited-login-attempts',
    'Requests are limited',
    'Requests are not limited',
    unsure('The limit may lie above the 200 requests that were sent.'),
  ),
  'immortal-tokens': more(
    'credentials',
    'expiring-tokens',
    'Tokens expire',
    'Tokens never expire',
    passed('The token says that it ends after 3600 s.'),
  ),
  'password-in-response': more(
    'credentials',
    'readable-passwords',
    'No answer holds a password',
    'Answers hold passwords',
    passed('312 answers, none with a password or its hash.'),
  ),
  'duplicate-accepted': more('data', 'transactions', 'What is unique stays unique', 'The same account can be made twice', {
    verdict: 'not-applicable',
    reason: 'Nothing that could be made twice was found.',
  }),
  'missing-health-endpoint': more(
    'running',
    'careless-shutdown',
    'There is a health endpoint',
    'There is no health endpoint',
    passed('GET /health answered 200.'),
  ),
  'missing-containers': more(
    'containers',
    'containers',
    'There is a Dockerfile',
    'There is no Dockerfile',
    passed('Dockerfile and compose.yaml.'),
  ),
  'root-container': more(
    'containers',
    'containers',
    'The container does not run as root',
    'The container runs as root',
    lines('Dockerfile', 1, 'FROM node:24-alpine', 'No USER line: the process runs as root.'),
  ),
  'unpinned-image': more(
    'containers',
    'containers',
    'Base images have a version',
    'Base images have no version',
    passed('2 of 2 images name a version.'),
  ),
  'thin-readme': more(
    'repository',
    'explained-decisions',
    'The README says how to run it',
    'The README says too little',
    passed('It names how to install, to configure, to start and to test.'),
  ),
  'missing-tests': more(
    'code',
    'untested',
    'There are tests',
    'There are no tests',
    passed('34 tests in 6 files, 61 assertions.'),
  ),
  'missing-ci': more(
    'repository',
    'continuous-integration',
    'CI runs the tests',
    'Nothing runs the tests',
    passed('.github/workflows/test.yml runs them on every push.'),
  ),
  'missing-api-docs': more(
    'repository',
    'documented-api',
    'The API is described',
    'The API is not described',
    lines('openapi.json', 3, '"paths": {', '9 of 14 operations are described, 5 are not.'),
  ),
  'committed-env-file': more(
    'code',
    'secrets-in-code',
    'No env file is committed',
    'An env file is committed',
    passed('Only .env.example is there.'),
  ),
  'secret-in-history': more(
    'code',
    'secrets-in-code',
    'The history holds no secret',
    'The history holds a secret',
    unsure('The history was not given: check out with fetch-depth: 0.'),
  ),
  'tangled-layers': more(
    'code',
    'tangled-layers',
    'Routing, rules and queries are apart',
    'Routing, rules and queries stand together',
    lines(
      'src/routes/tasks.js',
      17,
      "  const { rows } = await pool.query('SELECT …');",
      '6 of 8 handlers send queries themselves.',
    ),
  ),
};

/** As many checks as there will be, with some of everything. */
function full(): Scorecard {
  const byEntry = Map.groupBy(Object.entries(MORE), ([, { entry }]) => entry);
  const blocks = rubricText.split(/(?=^  - id: )/m).map((block) => {
    const added = byEntry.get(/^  - id: (\S+)/.exec(block)?.[1] ?? '')?.map(([id]) => `{ id: ${id} }`) ?? [];
    if (added.length === 0) return block;
    return block
      .replace(/\n {4}why: .*/, '')
      .replace(/checks: \[(.*)\]/, (_, own: string) => `checks: [${[own, ...added].filter(Boolean).join(', ')}]`);
  });
  const ids = [...CHECK_IDS, ...Object.keys(MORE)];
  const verdicts: Record<string, Verdict> = {
    ...Object.fromEntries(Object.entries(MORE).map(([id, { verdict }]) => [id, verdict])),
    'unbounded-lists': passed('2 of 2 list endpoints returned pages of 20 rows.'),
    'missing-404': passed('4 of 4 kinds of records answered 404 for an id that never was.'),
    'other-users-objects': FLAWED['other-users-objects'] ?? passed(''),
    'hardcoded-secrets': FLAWED['hardcoded-secrets'] ?? passed(''),
    'created-without-201': FLAWED['created-without-201'] ?? passed(''),
    'unindexed-queries': FLAWED['unindexed-queries'] ?? passed(''),
  };
  const submission = { ...provenance.submission, name: 'job-board-api', source: 'https://github.com/example/job-board-api' };
  return buildScorecard({
    run: { ...provenance, submission },
    rubric: loadRubric(blocks.join(''), ids),
    checks: judged(verdicts, ids),
    facts,
    exchanges,
  });
}

export const samples: Readonly<Record<string, () => Scorecard>> = {
  good,
  mixed,
  full,
  flawed,
  'not-started': notStarted,
  hostile,
};
