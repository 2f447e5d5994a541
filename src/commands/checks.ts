import { loadChecks } from './load-checks.ts';

/** `roadworthy checks`: every check by area, with what it asks. */
export async function checksCommand(): Promise<number> {
  const checks = await loadChecks();
  let area = '';
  for (const one of checks) {
    if (one.area !== area) process.stdout.write(`${area === '' ? '' : '\n'}${one.area}\n`);
    area = one.area;
    const tag = one.check.stability === 'experimental' ? ' (experimental, unscored)' : '';
    process.stdout.write(`  ${one.check.id.padEnd(32)} ${one.check.title}${tag}\n`);
  }
  return 0;
}
