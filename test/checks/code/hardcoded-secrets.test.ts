import check from '../../../checks/code/hardcoded-secrets.ts';
import type { Readings } from '../../../src/submission/readings.ts';
import { checkTester } from '../../check-tester.ts';

type Inputs = { readings: Readings };
const withReadings = (change: (readings: Readings) => Readings) => (inputs: Inputs) => ({ readings: change(inputs.readings) });

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'none in the files', fixture: 'tasks-express', expect: { found: /No secret in 41 files/ } },
    {
      name: 'a value that only looks like one',
      fixture: 'tasks-express-flawed',
      change: withReadings((readings) => ({
        ...readings,
        secrets: readings.secrets.map((one) => ({ ...one, confidence: 'likely' })),
      })),
      expect: { found: /looked like one without being certain/ },
    },
    {
      name: 'one that was deleted since, which the history is judged for',
      fixture: 'tasks-express-flawed',
      change: withReadings((readings) => ({
        ...readings,
        secrets: readings.secrets.map((one) => ({ ...one, where: 'history', commit: 'abc1234' })),
      })),
    },
    {
      name: 'one in an env file, which is judged by itself',
      fixture: 'tasks-express-flawed',
      change: withReadings((readings) => ({
        ...readings,
        secrets: readings.secrets.map((one) => ({ ...one, path: '.env.production' })),
      })),
    },
  ],
  fail: [
    {
      name: 'a signing secret in the code',
      fixture: 'tasks-express-flawed',
      expect: { found: /1 secret in the files: index\.js/ },
    },
  ],
  inconclusive: [
    {
      name: 'more files than are read',
      fixture: 'tasks-express',
      change: withReadings((readings) => ({ ...readings, workTree: { ...readings.workTree, complete: false } })),
    },
  ],
});
