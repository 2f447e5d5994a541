import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { floorPercent, pointsOf, score, split, type Scored } from '../../src/grading/score.ts';

const pass = (weight: number): Scored => ({ weight, verdict: 'pass' });
const fail = (weight: number): Scored => ({ weight, verdict: 'fail' });
const partial = (weight: number, share: number): Scored => ({ weight, verdict: 'partial', share });
const unknown = (weight: number): Scored => ({ weight, verdict: 'error' });
const notApplicable = (weight: number): Scored => ({ weight, verdict: 'not-applicable' });

const anyWeight = fc.integer({ min: 0, max: 1000 }).map((hundredths) => hundredths / 100);
const anyScored: fc.Arbitrary<Scored> = fc.oneof(
  anyWeight.map(pass),
  anyWeight.map(fail),
  anyWeight.map(unknown),
  anyWeight.map(notApplicable),
  anyWeight.map((weight): Scored => ({ weight, verdict: 'inconclusive' })),
  anyWeight.map((weight): Scored => ({ weight, verdict: 'blocked' })),
  fc.tuple(anyWeight, fc.double({ min: 0.001, max: 0.999, noNaN: true })).map(([weight, share]) => partial(weight, share)),
);
const anyResults = fc.array(anyScored, { maxLength: 30 });

describe('score', () => {
  test('three checks and one that does not apply, by hand', () => {
    const result = score([pass(10), fail(5), notApplicable(99), unknown(5)]);
    expect(result).toMatchObject({ earned: 10, possible: 15, applicable: 20, low: 0.5, high: 0.75, coverage: 0.75 });
    expect(result.value).toBeCloseTo(2 / 3);
  });

  test('nothing applicable is null, not 0 and not 100', () => {
    expect(score([])).toMatchObject({ value: null, low: null, high: null, coverage: 0 });
    expect(score([notApplicable(10)])).toEqual(score([]));
  });

  test('nothing determined has no value, and every bound is open', () => {
    expect(score([unknown(10)])).toMatchObject({ value: null, low: 0, high: 1, coverage: 0 });
  });

  test('weight 0 is shown and not counted', () => {
    expect(score([pass(3), fail(0)])).toEqual(score([pass(3)]));
  });

  test('bounds contain the value', () => {
    fc.assert(
      fc.property(anyResults, (results) => {
        const { value, low, high, coverage } = score(results);
        expect(coverage).toBeGreaterThanOrEqual(0);
        expect(coverage).toBeLessThanOrEqual(1);
        if (value === null || low === null || high === null) return;
        expect(low).toBeLessThanOrEqual(value + 1e-12);
        expect(high).toBeGreaterThanOrEqual(value - 1e-12);
      }),
    );
  });

  test('adding what is not applicable changes nothing', () => {
    fc.assert(
      fc.property(anyResults, anyWeight, (results, weight) => {
        expect(score([...results, notApplicable(weight)])).toEqual(score(results));
      }),
    );
  });

  test('turning a fail into a pass never lowers anything', () => {
    fc.assert(
      fc.property(anyResults, anyWeight, (results, weight) => {
        const [before, after] = [score([...results, fail(weight)]), score([...results, pass(weight)])];
        for (const name of ['earned', 'possible', 'applicable', 'coverage', 'value', 'low', 'high'] as const) {
          expect(after[name] ?? 0).toBeGreaterThanOrEqual(before[name] ?? 0);
        }
      }),
    );
  });

  test('the sum of the printed points is the score', () => {
    fc.assert(
      fc.property(anyResults, (results) => {
        const determined = results.filter((one) => ['pass', 'partial', 'fail'].includes(one.verdict));
        const earned = determined.reduce((sum, one) => sum + Math.round(pointsOf(one) * 100), 0);
        const possible = determined.reduce((sum, one) => sum + Math.round(one.weight * 100), 0);
        const result = score(results);
        expect(Math.round(result.earned * 100)).toBe(earned);
        expect(Math.round(result.possible * 100)).toBe(possible);
        expect(floorPercent(result.earned, result.possible)).toBe(possible === 0 ? null : Math.floor((100 * earned) / possible));
      }),
    );
  });

  test('100 means that everything passed', () => {
    fc.assert(
      fc.property(anyResults, (results) => {
        const { earned, possible } = score(results);
        const spoilt = results.some((one) => one.weight > 0 && (one.verdict === 'fail' || one.verdict === 'partial'));
        expect(floorPercent(earned, possible) === 100).toBe(possible > 0 && !spoilt);
      }),
    );
  });
});

describe('pointsOf', () => {
  test.each([
    [pass(7), 7],
    [fail(7), 0],
    [partial(7, 1 / 3), 2.33],
    [partial(7, 0.99999), 6.99],
    [partial(7, 0.00001), 0],
    [partial(10, 0.29), 2.9],
    [unknown(7), 0],
    [notApplicable(7), 0],
  ])('%o earns %d', (result, points) => expect(pointsOf(result)).toBe(points));
});

describe('split', () => {
  test('parts have two digits and add up to the weight', () => {
    expect(split(7, [1, 1, 1])).toEqual([2.34, 2.33, 2.33]);
    expect(split(3, [1, 0.5])).toEqual([2, 1]);
    expect(split(3, [])).toEqual([]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.array(fc.double({ min: 0.1, max: 5, noNaN: true }), { minLength: 1, maxLength: 9 }),
        (weight, shares) => {
          expect(split(weight, shares).reduce((sum, part) => sum + Math.round(part * 100), 0)).toBe(weight * 100);
        },
      ),
    );
  });
});

test('floorPercent rounds down and never invents', () => {
  expect(floorPercent(0.29, 1)).toBe(29);
  expect(floorPercent(9.99, 10)).toBe(99);
  expect(floorPercent(0, 0)).toBeNull();
});
