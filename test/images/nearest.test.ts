import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test.each([
  { wanted: '24', tags: ['20', '22', '24'], answer: '24' },
  { wanted: '24.14.1-alpine3.22', tags: ['20', '22', '24'], answer: '24' },
  { wanted: '18-slim', tags: ['20', '22', '24'], answer: '20' },
  { wanted: '16-alpine', tags: ['15', '17'], answer: '17' },
  { wanted: '18', tags: ['15', '17'], answer: '17' },
  { wanted: '3-slim', tags: ['3.9', '3.11', '3.13'], answer: '3.13' },
  { wanted: '3.10-slim', tags: ['3.9', '3.11', '3.13'], answer: '3.11' },
  { wanted: 'latest', tags: ['9', '10'], answer: '10' },
  { wanted: 'lts-alpine', tags: ['20', '22', '24'], answer: '24' },
  { wanted: 'bookworm-slim', tags: ['bookworm', 'trixie'], answer: 'bookworm' },
  { wanted: '24', tags: [], answer: undefined },
])('$wanted of $tags is answered by $answer', ({ wanted, tags, answer }) => {
  expect(nearest(wanted, tags)).toBe(answer);
});
