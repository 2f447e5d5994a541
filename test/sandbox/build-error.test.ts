import { expect, test } from 'vitest';
import { buildError } from '../../src/sandbox/image.ts';

const METADATA = '[internal] load metadata for docker.io/acme/base:1';

test.each<[string, Parameters<typeof buildError>[0], string]>([
  [
    'a registry that does not answer',
    {
      step: METADATA,
      reason: 'failed to do request: Head "https://registry/v2/": dial tcp: lookup registry: no such host',
      lines: [],
    },
    'build-offline',
  ],
  [
    'a package server that does not answer',
    { step: '[2/4] RUN npm ci', reason: 'exit code: 1', lines: ['npm error EAI_AGAIN'] },
    'build-offline',
  ],
  ['an engine in trouble', { reason: 'no space left on device', lines: [] }, 'engine-failed'],
  ['an image that is not there', { step: METADATA, reason: 'docker.io/acme/base:1: not found', lines: [] }, 'build-failed'],
  [
    'a step of theirs',
    { step: '[2/4] RUN make', reason: 'exit code: 2', lines: ['dial tcp: connection refused'] },
    'build-failed',
  ],
])('%s', (_, failure, code) => {
  const error = buildError(failure);
  expect(error.code).toBe(code);
  expect(error.fault).toBe(code === 'build-failed' ? 'submission' : 'grader');
});
