import { expect, test } from 'vitest';
import { openFiles } from '../../src/submission/files.ts';
import { findSecrets } from '../../src/submission/secrets.ts';
import { type FileTable, temporaryFolder } from './temporary-folder.ts';

async function find(files: FileTable) {
  return (await findSecrets(await openFiles(await temporaryFolder(files)))).findings;
}

/** Put together here, so that no scanner finds them in this file. */
const githubToken = `ghp_${'aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bD1fG3hJ5'}`;
const pem = (kind: string) =>
  `-----BEGIN ${kind}PRIVATE KEY-----\n${'MIIEowIBAAKCAQEAq8x1z2y3'.repeat(8)}\n-----END ${kind}PRIVATE KEY-----\n`;

test.each<[string, string, string, string, number]>([
  // path, text, kind, confidence, line
  [
    'src/auth.js',
    `const jwt = require('jsonwebtoken');\nmodule.exports = (u) => jwt.sign({ id: u }, 'kitten-parade-77');`,
    'signing-secret',
    'certain',
    2,
  ],
  ['src/auth.js', `const K = 'kitten-parade-77';\njwt.verify(token, K, (e) => e);`, 'signing-secret', 'certain', 1],
  ['src/auth.js', `jwt.sign({ id }, 'secret')`, 'signing-secret', 'certain', 1],
  ['src/auth.js', `jwt.sign({ id }, 'changeme')`, 'signing-secret', 'likely', 1],
  ['src/auth.ts', `export const JWT_SECRET: string = 'kitten-parade-77' as const;`, 'signing-secret', 'certain', 1],
  ['src/auth.ts', `const s = process.env.JWT_SECRET ?? 'kitten-parade-77';`, 'fallback-default', 'certain', 1],
  ['src/auth.js', `jwt.sign(p, process.env.JWT_SECRET || 'secret')`, 'fallback-default', 'certain', 1],
  ['src/auth.js', `const s = process.env['SESSION_SECRET'] || 'local-dev-only'`, 'fallback-default', 'likely', 1],
  ['src/app.js', `app.use(session({ secret: 'keyboard cat', resave: false }))`, 'signing-secret', 'certain', 1],
  ['src/app.js', `app.use(expressjwt({ secret: 'kitten-parade-77', algorithms: ['HS256'] }))`, 'signing-secret', 'certain', 1],
  [
    'src/module.ts',
    `@Module({ imports: [JwtModule.register({ secret: 'kitten-parade-77' })] }) class A {}`,
    'signing-secret',
    'certain',
    1,
  ],
  [
    'src/strategy.ts',
    `class J extends S { constructor() { super({ secretOrKey: 'kitten-parade-77' }); } }`,
    'signing-secret',
    'certain',
    1,
  ],
  ['src/hash.js', `crypto.createHmac('sha256', 'kitten-parade-77').update(x)`, 'signing-secret', 'certain', 1],
  ['src/jose.ts', `const secret = new TextEncoder().encode('kitten-parade-77');`, 'signing-secret', 'certain', 1],
  ['config.json', `{\n  "jwt": {\n    "secret": "kitten-parade-77"\n  }\n}`, 'signing-secret', 'certain', 3],
  [
    'src/db.js',
    `new Pool({ host: 'db', user: 'tasks', database: 'tasks', password: 'Melon-9921' })`,
    'database-password',
    'likely',
    1,
  ],
  [
    'src/db.js',
    `mongoose.connect('mongodb+srv://bob:Melon9921x@cluster0.ab1cd.mongodb.net/app')`,
    'database-password',
    'certain',
    1,
  ],
  ['src/db.js', `mongoose.connect('mongodb://bob:Melon9921x@localhost:27017/app')`, 'database-password', 'likely', 1],
  ['.env', `PORT=3000\nJWT_SECRET=f8a1kitten77\n`, 'signing-secret', 'certain', 2],
  ['.env', `SMTP_PASSWORD="Melon-9921"\n`, 'credential', 'certain', 1],
  ['.env', `POSTGRES_PASSWORD=Melon-9921\n`, 'database-password', 'likely', 1],
  ['.env.development', `JWT_SECRET=f8a1kitten77\n`, 'signing-secret', 'likely', 1],
  [
    'docker-compose.yml',
    `services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: postgres\n`,
    'database-password',
    'likely',
    4,
  ],
  [
    'docker-compose.yml',
    `services:\n  api:\n    environment:\n      - JWT_SECRET=kitten-parade\n`,
    'signing-secret',
    'likely',
    4,
  ],
  ['app/settings.py', `SECRET_KEY = 'django-insecure-7s(k!3q0x^x9v#m2lq@8w+r5t1z_b4n6'`, 'signing-secret', 'certain', 1],
  ['app/config.py', `class C:\n    SECRET: str = "kitten-parade-77"`, 'signing-secret', 'certain', 2],
  ['app/config.py', `key = os.getenv('JWT_SECRET', 'kitten-parade-77')`, 'fallback-default', 'certain', 1],
  ['app/auth.py', `token = jwt.encode(payload, "kitten-parade-77", algorithm="HS256")`, 'signing-secret', 'certain', 1],
  ['app/__init__.py', `app.config['SECRET_KEY'] = 'kitten-parade-77'`, 'signing-secret', 'certain', 1],
  ['auth/token.go', `var jwtKey = []byte("kitten-parade-77")`, 'signing-secret', 'certain', 1],
  ['auth/token.go', `s, err := token.SignedString([]byte("kitten-parade-77"))`, 'signing-secret', 'certain', 1],
  [
    'src/main/resources/application.properties',
    `server.port=8080\njwt.secret=kitten-parade-77\n`,
    'signing-secret',
    'certain',
    2,
  ],
  ['src/main/resources/application.yml', `app:\n  jwt:\n    secret: kitten-parade-77\n`, 'signing-secret', 'certain', 3],
  ['src/main/resources/application.yml', `jwt:\n  secret: \${JWT_SECRET:kitten-parade-77}\n`, 'fallback-default', 'certain', 2],
  ['src/main/resources/application.properties', `spring.datasource.password=Melon-9921\n`, 'database-password', 'likely', 1],
  ['src/main/java/Jwt.java', `  private static final String SECRET_KEY = "kitten-parade-77";`, 'signing-secret', 'certain', 1],
  ['src/deploy.js', `const t = '${githubToken}';`, 'credential', 'certain', 1],
  ['test/deploy.test.js', `const t = '${githubToken}';`, 'credential', 'likely', 1],
  ['certs/server.key', pem('RSA '), 'private-key', 'certain', 1],
  ['src/x.js', `// secretlint-disable\nconst t = '${githubToken}';`, 'credential', 'certain', 2],
])('found in %s: %s', async (path, text, kind, confidence, line) => {
  expect(await find({ [path]: text })).toEqual([expect.objectContaining({ path, kind, confidence, line, where: 'work-tree' })]);
});

test.each<[string, string]>([
  ['.env.example', 'JWT_SECRET=f8a1kitten77\nDB_PASSWORD=Melon-9921\n'],
  ['.env.sample', 'JWT_SECRET=f8a1kitten77\n'],
  ['example.env', 'JWT_SECRET=f8a1kitten77\n'],
  ['.env', 'JWT_SECRET=changeme\nAPI_KEY=your-api-key-here\nDB_PASSWORD=\nSESSION_SECRET=<secret>\nTOKEN=xxxxxxxx\n'],
  ['.env', 'NEXT_PUBLIC_API_KEY=AbC123dEf456GhI789jKl012\nVITE_STRIPE_KEY=AbC123dEf456GhI789jKl012\n'],
  ['.env', 'JWT_SECRET=${JWT_SECRET}\nSECRET_KEY=replace_with_long_random_string\n'],
  ['.env', 'JWT_EXPIRES_IN=15m\nTOKEN_TTL=3600\nKEY_PREFIX=tasks:\nSECRET_NAME=prod/db\n'],
  ['.env.test', 'JWT_SECRET=f8a1kitten77\n'],
  ['src/auth.js', `jwt.sign(payload, process.env.JWT_SECRET)`],
  ['src/auth.js', `jwt.sign(payload, config.get('jwt.secret'), { expiresIn: '1h' })`],
  ['src/auth.ts', `const secret = configService.getOrThrow<string>('JWT_SECRET');`],
  ['src/auth.ts', `export const keys = { JWT_SECRET: 'JWT_SECRET', jwtSecret: 'jwt.secret', token: 'access_token' };`],
  ['src/app.js', `app.use(session({ secret: process.env.SESSION_SECRET }))`],
  ['src/messages.ts', `export const PASSWORD = 'Password must be at least 8 characters long';`],
  ['src/form.jsx', `const labels = { password: 'Enter your password', passwordField: 'password', token: 'token' };`],
  ['src/user.ts', `const select = { password: 'password', secret: 'hidden' };`],
  ['src/seed.js', `users.push({ email: 'a@b.c', password: 'Melon-9921' })`],
  ['src/auth.js', `if (!process.env.JWT_SECRET) throw new Error('JWT_SECRET is missing: set a secret');`],
  ['src/auth.js', `const header = req.headers['x-api-key']; const apiKeyHeader = 'x-api-key';`],
  ['src/auth.js', `const jwtSecret = '';\nconst SECRET = 'xxx';\nconst TOKEN_SECRET = 'dummy';`],
  ['src/auth.js', `// const JWT_SECRET = 'kitten-parade-77'\n/* jwt.sign(p, 'kitten-parade-77') */`],
  ['src/auth.js', `const secret = \`\${prefix}-\${process.env.SECRET}\`;`],
  [
    'src/firebase.js',
    `const firebaseConfig = { apiKey: 'AIzaSyD-AbC123dEf456GhI789jKl012MnO34', authDomain: 'x.firebaseapp.com' };`,
  ],
  ['test/auth.test.js', `jwt.sign({ id: 1 }, 'kitten-parade-77')`],
  ['__tests__/auth.js', `process.env.JWT_SECRET = 'kitten-parade-77';`],
  ['src/auth.spec.ts', `const JWT_SECRET = 'kitten-parade-77';`],
  ['spec/fixtures/config.js', `module.exports = { jwtSecret: 'kitten-parade-77' };`],
  ['tests/keys/server.key', pem('RSA ')],
  ['README.md', '```\nJWT_SECRET=f8a1kitten77\npostgres://bob:Melon9921x@db.prod.acme.io/x\n```\n'],
  ['docs/setup.md', `const JWT_SECRET = 'kitten-parade-77'`],
  ['openapi.yaml', 'components:\n  examples:\n    token: eyJhbGciOiJIUzI1NiJ9.eyJpZCI6MX0.abcdefghijklmnop\n'],
  ['package-lock.json', `{"integrity":"sha512-AbC123dEf456GhI789jKl012MnO345==","token":"${githubToken}"}`],
  ['.github/workflows/ci.yml', 'env:\n  JWT_SECRET: f8a1kitten77\n  POSTGRES_PASSWORD: Melon-9921\n'],
  [
    'docker-compose.yml',
    'services:\n  api:\n    environment:\n      JWT_SECRET: ${JWT_SECRET}\n      DB_PASSWORD: ${DB_PASSWORD:?missing}\n',
  ],
  [
    'docker-compose.yml',
    'services:\n  api:\n    secrets:\n      - db_password\nsecrets:\n  db_password:\n    file: ./secrets/db.txt\n',
  ],
  ['app/settings.py', `SECRET_KEY = os.environ["SECRET_KEY"]\nSECRET_KEY = env('SECRET_KEY')\n`],
  ['app/settings.py', `SECRET_KEY = os.getenv('SECRET_KEY', '')\nTOKEN_URL = "/auth/token"\n`],
  ['app/auth.py', `token = jwt.encode({'data': data, 'exp': when}, app.config['SECRET_KEY'])`],
  ['app/schemas.py', `password: str = Field(..., example="Melon-9921")`],
  ['auth/token.go', `secret := os.Getenv("JWT_SECRET")\nconst tokenKey = "token"\n`],
  ['src/main/resources/application.yml', 'jwt:\n  secret: ${JWT_SECRET}\n  expiration: 86400000\n'],
  ['src/main/java/Jwt.java', `@Value("\${jwt.secret}") private String jwtSecret;`],
  ['src/db.js', `const url = \`postgres://\${user}:\${password}@\${host}/app\`;`],
  [
    'src/db.js',
    `const url = 'postgres://user:password@localhost:5432/app'.replace('x', 'y'); const u = 'mongodb://USER:<password>@host.acme.io/x'`,
  ],
  ['node_modules/x/index.js', `const JWT_SECRET = 'kitten-parade-77'`],
  ['certs/readme.txt', '-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----\n'],
  ['src/aws.js', `const id = 'AKIAIOSFODNN7EXAMPLE';`],
  ['public/index.html', `<input name="password" value="Melon-9921">`],
])('nobody is accused for %s: %s', async (path, text) => {
  const certain = (await find({ [path]: text })).filter(({ confidence }) => confidence === 'certain');
  expect(certain).toEqual([]);
});

test('the value is nowhere in a finding', async () => {
  const findings = await find({
    '.env': 'JWT_SECRET=f8a1kitten77\n',
    'src/a.js': `jwt.sign(p, 'kitten-parade-77'); const t = '${githubToken}'; connect('mongodb+srv://bob:Melon9921x@c.ab1cd.mongodb.net/app')`,
    'k.pem': pem(''),
  });
  expect(findings.length).toBe(5);
  expect(JSON.stringify(findings)).not.toMatch(/f8a1kitten77|kitten-parade|ghp_aB3|Melon9921x|MIIEow/);
  expect(findings.find(({ path }) => path === '.env')).toMatchObject({ snippet: 'JWT_SECRET=********', valueLength: 12 });
});

test('hostile text ends soon: nesting, long lines, no end', async () => {
  const started = performance.now();
  await find({
    'deep.js': `const secret = ${'['.repeat(50_000)}`,
    'long.js': `const secret = '${'a'.repeat(400_000)}'`,
    'words.py': `SECRET = ${'a='.repeat(100_000)}`,
    'many.env': `${'JWT_SECRET='.repeat(300)}\n`.repeat(100),
    'spaces.yml': `secret:${' '.repeat(3900)}x\n`.repeat(50),
  });
  expect(performance.now() - started).toBeLessThan(5000);
});

test('limits of bytes and time end the reading and say so', async () => {
  const files = await openFiles(await temporaryFolder({ 'a.js': 'x', 'b.js': 'x', 'c.js': 'x', 'd.png': 'x' }));
  expect((await findSecrets(files)).reading).toEqual({ filesRead: 3, complete: true });
  expect((await findSecrets(files, { limits: { bytes: 1, ms: 30_000 } })).reading).toEqual({ filesRead: 2, complete: false });
  expect((await findSecrets(files, { limits: { bytes: 1000, ms: -1 } })).reading).toEqual({ filesRead: 0, complete: false });
});
