import type { Log } from 'sarif';
import { describe, expect, test } from 'vitest';
import { placeOf } from '../../reports/place.ts';
import { renderSarif } from '../../reports/sarif.ts';
import type { Scorecard } from '../../src/grading/scorecard.ts';
import { expectGolden } from './golden.ts';
import { flawed } from './sample.ts';
import { STORED, stored } from './stored.ts';

function resultsOf(card: Scorecard) {
  const log = JSON.parse(renderSarif(card)) as Log;
  return log.runs
    .flatMap((run) => run.results ?? [])
    .map(({ ruleId, level, message, locations, partialFingerprints }) => {
      const place = locations?.[0]?.physicalLocation;
      return {
        ruleId,
        level,
        text: message.text,
        uri: place?.artifactLocation?.uri,
        line: place?.region?.startLine,
        print: partialFingerprints?.['roadworthy/v1'],
      };
    });
}

describe('renderSarif', () => {
  test.each(STORED)('%s', (name) => expectGolden(`${name}.sarif`, renderSarif(stored(name))));

  test('a finding stands at its own line, at its route, or at the file that the project starts from', () => {
    expect(resultsOf(stored('flawed'))).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ ruleId: 'hardcoded-secrets', uri: 'index.js', line: 8, level: 'error' }),
        expect.objectContaining({ ruleId: 'unbounded-lists', uri: 'src/routes/tasks.js', line: 14, level: 'error' }),
        expect.objectContaining({ ruleId: 'created-without-201', uri: 'src/routes/tasks.js', line: 23, level: 'warning' }),
        expect.objectContaining({ ruleId: 'other-users-objects', uri: 'src/routes/tasks.js', line: 32 }),
        expect.objectContaining({ ruleId: 'unprotected-routes', uri: 'src/routes/tasks.js', line: 41 }),
        expect.objectContaining({ ruleId: 'unprotected-routes', uri: 'src/routes/me.js', line: 7 }),
        expect.objectContaining({ ruleId: 'recoverable-passwords', uri: 'compose.yaml', line: 1 }),
      ]),
    );
    expect(resultsOf(stored('not-started'))).toEqual([
      expect.objectContaining({ ruleId: 'undocumented-boot', uri: 'Dockerfile' }),
    ]);
  });

  test('only what failed is there, each rule once', () => {
    const log = JSON.parse(renderSarif(stored('mixed'))) as Log;
    const rules = log.runs[0]?.tool.driver.rules?.map((rule) => rule.id) ?? [];
    expect(rules.sort()).toEqual(['created-without-201', 'other-users-objects', 'unbounded-lists']);
    expect(new Set(log.runs[0]?.results?.map((result) => result.ruleId))).toEqual(new Set(rules));
  });

  test('a fingerprint stays when lines and ids of records change, and differs between endpoints', () => {
    const card = flawed();
    const later = JSON.parse(
      JSON.stringify(card).replaceAll('/api/tasks/41', '/api/tasks/97').replaceAll('"line":8', '"line":19'),
    ) as Scorecard;
    const prints = (one: Scorecard) => resultsOf(one).map(({ ruleId, print }) => `${ruleId} ${print}`);
    expect(prints(later)).toEqual(prints(card));
    expect(new Set(prints(card)).size).toBe(prints(card).length);
  });

  test('no hostile path leads anywhere, and no text is a link', () => {
    for (const { uri, text } of resultsOf(stored('hostile'))) {
      expect(uri).not.toMatch(/^\/|^[a-z]+:|\.\.|[\s<>"]/i);
      expect(text).not.toContain('](');
    }
  });

  test.each([
    '../x.js',
    '/etc/passwd',
    'https://evil.test/x',
    'a/../../x',
    'C:\\x',
    '',
    'dist/app.js',
    'node_modules/x/index.js',
    '//evil.test/x',
    './x',
  ])('the path %j is not believed', (path) => {
    expect(placeOf({ kind: 'source', path, line: 3, snippet: '' }, flawed())).toEqual({ path: 'compose.yaml', line: 1 });
  });

  test('what was graded in a folder of the repository stands in that folder', () => {
    const card = flawed();
    const submission = { ...card.run.submission, subdir: 'api' };
    expect(
      placeOf({ kind: 'source', path: 'a.js', line: 3, snippet: '' }, { ...card, run: { ...card.run, submission } }),
    ).toEqual({ path: 'api/a.js', line: 3 });
    expect(placeOf(undefined, { ...card, run: { ...card.run, plan: null } })).toEqual({ path: 'README.md', line: 1 });
  });
});
