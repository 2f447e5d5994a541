import check from '../../../checks/code/hardcoded-secrets.ts';
import type { Readings } from '../../../src/submission/readings.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { readings: Readings };
const withReadings = (change: (readings: Readings) => Readings) => (inputs: Inputs) => ({ readings: change(inputs.readings) });

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'none in files and history', fixture: 'tasks-express', expect: { found: /No secret in the files or in 2 commits/ } },
    {
      name: 'a value that only looks like one',
      fixture: 'tasks-express-flawed',
      change: withReadings((readings) => ({
        ...readings,
        secrets: readings.secrets.map((one) => ({ ...one, confidence: 'likely' })),
      })),
      expect: { found: /looked like one without being certain/ },
    },
  ],
  fail: [
    {
      name: 'a signing secret in the code',
      fixture: 'tasks-express-flawed',
      expect: { found: /1 secret in the repository: index\.js/ },
    },
    {
      name: 'one that was deleted since',
      fixture: 'tasks-express-flawed',
      change: withReadings((readings) => ({
        ...readings,
        secrets: readings.secrets.map((one) => ({ ...one, where: 'history', commit: 'abc1234' })),
      })),
      expect: { found: /in the history/ },
    },
  ],
  inconclusive: [
    {
      name: 'no history was given',
      fixture: 'tasks-express',
      change: withReadings((readings) => ({
        ...readings,
        history: { ...readings.history, available: false, reason: 'The clone is shallow.', todo: 'Clone with fetch-depth: 0.' },
      })),
      expect: { reason: /fetch-depth: 0/ },
    },
  ],
});
