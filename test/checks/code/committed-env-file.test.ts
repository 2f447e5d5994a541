import { expect, test } from 'vitest';
import check from '../../../checks/code/committed-env-file.ts';
import type { Readings } from '../../../src/submission/readings.ts';
import { checkTester } from '../../check-tester.ts';
import { judgeFiles } from '../judge-files.ts';

interface Inputs {
  readings: Readings;
}
const tracked = (committed: boolean | null) => (inputs: Inputs) => ({
  readings: { ...inputs.readings, envFiles: inputs.readings.envFiles.map((one) => ({ ...one, committed })) },
});

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'an example alone', fixture: 'tasks-express' },
    {
      name: 'one that lies there and is not in git',
      fixture: 'tasks-express-flawed',
      change: tracked(false),
      expect: { found: /not in git/ },
    },
  ],
  fail: [{ name: 'settings of production', fixture: 'tasks-express-flawed', expect: { found: /DB_PASSWORD/ } }],
  inconclusive: [
    { name: 'a folder without git', fixture: 'tasks-express-flawed', change: tracked(null), expect: { reason: /Without git/ } },
  ],
});

test.each([
  [
    'public defaults only',
    '.env',
    'PORT=3000\nBASE_URL=http://localhost:3000\nLOG_LEVEL=info\nVITE_API_KEY=f8a1kitten77parade\n',
  ],
  ['placeholders to be replaced', '.env', 'SECRET_KEY=changethis\nSMTP_PASSWORD=\nAPI_KEY=your-api-key\n'],
  ['values of the tests', '.env.test', 'JWT_SECRET=f8a1kitten77parade\nDB_PASSWORD=melon-7712-x\n'],
  [
    'values that are encrypted',
    '.env',
    'DOTENV_PUBLIC_KEY=03a1f0\nJWT_SECRET="encrypted:BOGfT0Xz1kqk1vFz0b2s"\nAPI_TOKEN=ENC[AES256_GCM,data:x81]\n',
  ],
  ['references that the shell fills in', '.env', 'JWT_SECRET=${SIGNING_KEY}\nDATABASE_URL=postgres://app:${PASSWORD}@db/app\n'],
  ['a folder of settings for an editor', '.envrc', 'use flake\nlayout python3\n'],
])('false friend: %s', async (_, path, text) => {
  expect(await judgeFiles(check, { 'package.json': '{}', [path]: text })).toMatchObject({ verdict: 'pass' });
});

test.each([
  ['a signing secret', '.env', 'JWT_SECRET=f8a1kitten77parade\n', 'fail'],
  ['a database elsewhere', '.env.production', 'DATABASE_URL=postgres://app:melon-7712-x@db.acme-prod.io/app\n', 'fail'],
  ['a database of the stack with the usual password', '.env', 'POSTGRES_PASSWORD=postgres\nDB_HOST=db\n', 'partial'],
  ['development only', '.env.development', 'JWT_SECRET=f8a1kitten77parade\n', 'partial'],
])('%s', async (_, path, text, verdict) => {
  expect(await judgeFiles(check, { 'package.json': '{}', [path]: text })).toMatchObject({ verdict });
});
