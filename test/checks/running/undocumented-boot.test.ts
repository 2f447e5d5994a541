import check from '../../../checks/running/undocumented-boot.ts';
import type { Boot } from '../../../src/sandbox/boot.ts';
import { checkTester } from '../../check-tester.ts';

const withBoot = (change: (boot: Boot) => Boot) => (inputs: { boot: Boot }) => ({ ...inputs, boot: change(inputs.boot) });

checkTester(check, import.meta.filename, {
  pass: [
    { name: 'the README names every step', fixture: 'tasks-express', expect: { found: /with the steps that the README names/ } },
    {
      name: 'no help was needed',
      fixture: 'tasks-express',
      change: withBoot((boot) => ({ ...boot, plan: boot.plan && { ...boot.plan, help: [] } })),
      expect: { found: 'Started from compose.yaml.' },
    },
  ],
  partial: [
    {
      name: 'an env file that the README does not name',
      fixture: 'tasks-express-flawed',
      expect: { found: /1 step that the README does not name/ },
    },
  ],
  fail: [
    {
      name: 'nothing answered',
      fixture: 'tasks-express-flawed',
      change: withBoot((boot) => ({
        ...boot,
        started: false,
        fault: 'submission',
        reason: 'The service app ended with exit code 1.',
        lastLines: ['boom'],
      })),
      expect: { found: /exit code 1/ },
    },
  ],
});
