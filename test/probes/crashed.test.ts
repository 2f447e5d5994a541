import { expect, test } from 'vitest';
import { crashed } from '../../src/probes/run-probes.ts';

test.each([
  [
    ['  throw new Error(x)', 'Error: no database', '    at Socket.emit (node:events:514:28)', 'Node.js v24.0.0'],
    'Error: no database',
  ],
  [['Traceback (most recent call last):', '  File "/app/a.py", line 1', 'ValueError: bad port'], 'ValueError: bad port'],
  [['TypeError [ERR_X]: no such thing', '    at a', '{', '}', '', 'Node.js v22.1.0'], 'TypeError [ERR_X]: no such thing'],
  [['panic: nil map', 'goroutine 1 [running]:'], 'panic: nil map'],
  [['listening', 'bye'], 'bye'],
])('an app that ended is told with its error: %j', (lines, told) => {
  expect(crashed(lines)).toMatchObject({ reason: `The app had ended by then: ${told}.`, fault: 'submission' });
});

test('an app that said nothing', () => {
  expect(crashed([]).reason).toBe('The app had ended by then.');
});
