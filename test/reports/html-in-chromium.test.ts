import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderBadge } from '../../reports/badge.ts';
import { renderHtml } from '../../reports/html.ts';
import { renderJunit } from '../../reports/junit.ts';
import { STORED, stored } from './stored.ts';

const executablePath = [
  process.env['CHROMIUM'] ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== '' && existsSync(path));
const reason = executablePath ? '' : ' (skipped: no Chromium here; apt-get install chromium, or set CHROMIUM to one)';
const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** From file://, with the page's own policy: axe goes in through the debugger, which no policy stops. */
describe.skipIf(!executablePath)(`the page in Chromium${reason}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  let folder = '';

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'roadworthy-report-'));
    for (const name of STORED) writeFileSync(join(folder, `${name}.html`), renderHtml(stored(name)));
    browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(name: string, colorScheme: 'light' | 'dark', width: number): Promise<{ page: Page; complaints: string[] }> {
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('dialog', (dialog) => complaints.push(`dialog: ${dialog.message()}`));
    await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
    await page.evaluate('for (const one of document.querySelectorAll("details")) one.open = true');
    return { page, complaints };
  }

  test.each(STORED.flatMap((name) => (['light', 'dark'] as const).map((scheme) => [name, scheme] as const)))(
    '%s in %s mode: axe finds nothing, nothing is refused, nothing overflows',
    async (name, scheme) => {
      const { page, complaints } = await open(name, scheme, 1200);
      const violations = await page.evaluate<string[]>(
        `${axe}; axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }).then((result) => result.violations.map((one) => one.id + ': ' + one.nodes.slice(0, 3).map((node) => node.target + ' ' + node.failureSummary).join(' | ')))`,
      );
      expect(violations).toEqual([]);
      for (const width of [1200, 360]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      }
      expect(await page.evaluate<number>('document.scripts.length')).toBe(0);
      // the stylesheet applies under the page's own policy
      expect(await page.evaluate<string>('getComputedStyle(document.body).margin')).toBe('0px');
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  test('JUnit and badge are XML to a parser', async () => {
    const page = await browser.newPage();
    for (const text of STORED.flatMap((name) => [renderJunit(stored(name)), renderBadge(stored(name))])) {
      const error = `new DOMParser().parseFromString(${JSON.stringify(text)}, 'text/xml').querySelector('parsererror')?.textContent ?? ''`;
      expect(await page.evaluate<string>(error)).toBe('');
    }
    await page.close();
  });

  test('printed, every group is open', async () => {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(folder, 'flawed.html')).href);
    await page.emulateMedia({ media: 'print' });
    const closed = '[...document.querySelectorAll("details pre")].filter((one) => !one.checkVisibility()).length';
    await expect.poll(() => page.evaluate<number>(closed)).toBe(0);
    await page.close();
  });
});
