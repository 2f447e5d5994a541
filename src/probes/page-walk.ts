import type { Parameter } from '../api/operation.ts';
import type { MadeRecord } from '../api/records.ts';
import { nextOf } from './next-page.ts';
import { look, shown, sized, type Look, type PageSize, type SeenLook } from './page-size.ts';
import type { Live } from './probe.ts';

/** A page with the place of its first row in the order of the list; null when its rows do not stand there in one piece. */
export type Step = Look & { readonly from: number | null };

/** Three pages one after another, beside the list in one piece. */
export interface PageWalk {
  readonly kind: 'page' | 'offset' | 'next';
  readonly size: number;
  /** The longest piece of the list that one answer gave. */
  readonly whole: Look;
  /** A page for which nothing but its size was said. */
  readonly start: Step;
  readonly steps: readonly Step[];
  /** `page=0`, where counting may begin. */
  readonly zero: Step | null;
  /** Whether whole and second page were the same when asked for again. */
  readonly steady: boolean;
}

const SIZE = 4;
const WHOLE = [50, 20, 12];

/** Walks over three pages by the first way onwards that shows other rows; null when none does, or when no longer piece can be had. */
export async function walkPages(
  live: Live,
  first: MadeRecord,
  size: PageSize,
  parameters: readonly Parameter[],
): Promise<PageWalk | null> {
  const whole = await wholeOf(live, first, size);
  if (!whole) return null;
  const one = await look(live, first, sized(size, SIZE));
  for (const { kind, query } of ways(size, parameters)) {
    const second = await look(live, first, query(2));
    if (!movesOn(one, second)) continue;
    const steps = kind === 'page' ? [await look(live, first, query(1)), second] : [one, second];
    steps.push(await look(live, first, query(3)));
    const zero = kind === 'page' ? await look(live, first, query(0)) : null;
    return finish(live, first, whole, { kind, start: one, steps, zero });
  }
  const base = sized(size, SIZE);
  for (const [index, query] of nextOf(one.reply).entries()) {
    const second = await look(live, first, withSize(base, query));
    if (!movesOn(one, second)) continue;
    const after = nextOf(second.reply)[index];
    if (after === undefined) return null;
    return finish(live, first, whole, {
      kind: 'next',
      start: one,
      steps: [one, second, await look(live, first, withSize(base, after))],
      zero: null,
    });
  }
  return null;
}

/** A link says the size again, a cursor alone does not. */
function withSize(base: string, next: string): string {
  const name = /([^?&=]+)=\d+$/.exec(base)?.[1] ?? '';
  return next.includes(`${name}=`) ? next : `${base}&${next.slice(1)}`;
}

async function finish(
  live: Live,
  first: MadeRecord,
  whole: SeenLook,
  { kind, start, steps, zero }: { kind: PageWalk['kind']; start: SeenLook; steps: readonly SeenLook[]; zero: SeenLook | null },
): Promise<PageWalk> {
  const [, second] = steps;
  const again = second && (await look(live, first, second.query));
  const wholeAgain = await look(live, first, whole.query);
  const placed = (one: SeenLook): Step => ({ ...shown(one), from: placeIn(whole.seen, one.seen) });
  return {
    kind,
    size: SIZE,
    whole: shown(whole),
    start: placed(start),
    steps: steps.map(placed),
    zero: zero && placed(zero),
    steady: isSame(again?.seen, second?.seen) && isSame(wholeAgain.seen, whole.seen),
  };
}

async function wholeOf(live: Live, first: MadeRecord, size: PageSize): Promise<SeenLook | undefined> {
  for (const rows of WHOLE) {
    if (size.maximum !== null && rows > size.maximum) continue;
    const seen = await look(live, first, sized(size, rows));
    // each row once, or places mean nothing
    if ((seen.rows ?? 0) >= 3 * SIZE && new Set(seen.seen).size === seen.seen.length) return seen;
  }
  return undefined;
}

/** What asks for the n-th page of four rows, in the names that the document or custom has for it. */
function ways(size: PageSize, parameters: readonly Parameter[]): { kind: 'page' | 'offset'; query: (page: number) => string }[] {
  const named = parameters.map(({ name }) => name);
  const pages = [...named.filter((name) => /^page(?:_?(?:number|no|index))?$|^p$|^page\[number\]$/i.test(name)), 'page'];
  const offsets = [...named.filter((name) => /^offset$|^skip$|^start$/i.test(name)), 'offset', 'skip'];
  const base = sized(size, SIZE).replace(/([?&])page=1&/, '$1');
  return [
    ...unique(offsets).map((name) => ({
      kind: 'offset' as const,
      query: (page: number) => `${base}&${encodeURIComponent(name)}=${(page - 1) * SIZE}`,
    })),
    ...unique(pages).map((name) => ({
      kind: 'page' as const,
      query: (page: number) => `${base}&${encodeURIComponent(name)}=${page}`,
    })),
  ];
}

const unique = (names: readonly string[]) => [...new Set(names)];
const isSame = (one: readonly string[] | undefined, other: readonly string[] | undefined) =>
  JSON.stringify(one) === JSON.stringify(other);
const movesOn = (one: SeenLook, two: SeenLook) => (two.rows ?? 0) > 0 && two.rows === one.rows && !isSame(one.seen, two.seen);

/** Where a page begins in the whole; null unless it stands there row by row. */
function placeIn(whole: readonly string[], page: readonly string[]): number | null {
  const at = page[0] === undefined ? -1 : whole.indexOf(page[0]);
  return at >= 0 && page.every((row, index) => whole[at + index] === row) ? at : null;
}

/** What a walk shows: pages that follow each other, pages that share rows, pages that leave rows out, or nothing that can be told. */
export function judgeWalk({ kind, size, start, steps, zero, steady }: PageWalk): 'in order' | 'overlap' | 'gap' | 'unknown' {
  const [one, two, three] = steps.map(({ from }) => from);
  // the last messages of a chat, of which more come in front when more are asked for, have no place to count from
  if (!steady || start.from !== 0 || one == null || two == null || three == null) return 'unknown';
  const [step, again] = [two - one, three - two];
  if (step !== again || step <= 0) return 'unknown';
  // an offset may count pages
  if (kind === 'offset' && one === 0 && step === size * size) return 'in order';
  if (step < size) return 'overlap';
  if (step > size) return 'gap';
  if (one === 0 || (kind === 'page' && one === size && zero?.from === 0)) return 'in order';
  return kind === 'page' && one === size && zero?.status === 200 && zero.from === null ? 'unknown' : 'gap';
}
