import { createHash } from 'node:crypto';
import type { Log, ReportingDescriptor, Result } from 'sarif';
import type { CheckRow, Scorecard, ShownEvidence } from '../src/grading/scorecard.ts';
import { cut } from '../src/text.ts';
import { referenceLinks, severityOf } from './arrange.ts';
import { operationOf, placeOf } from './place.ts';
import { visibleThroughout } from './visible.ts';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json';
const LEVEL = { critical: 'error', high: 'error', medium: 'warning', low: 'note' } as const;
/** GitHub shows 5000 results of a run. */
const MAX_RESULTS = 5000;

/** What failed as SARIF 2.1.0: one rule for each check that did, one result for each endpoint or line that shows it. */
export function renderSarif(card: Scorecard): string {
  const scorecard = visibleThroughout(card, 'shown');
  const failed = Object.entries(scorecard.checks).filter(([, row]) => row.verdict === 'fail' || row.verdict === 'partial');
  const { submission, version } = scorecard.run;
  const log: Log = {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: 'roadworthy', semanticVersion: version, rules: failed.map(([id, row]) => ruleOf(id, row, scorecard)) },
        },
        ...(/^https:\/\/[^\s@]+$/.test(submission.source) && {
          versionControlProvenance: [{ repositoryUri: encodeURI(submission.source), revisionId: submission.commit }],
        }),
        results: failed.flatMap(([id, row]) => resultsOf(id, row, scorecard)).slice(0, MAX_RESULTS),
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(id: string, row: CheckRow, card: Scorecard): ReportingDescriptor {
  const [link] = referenceLinks(row);
  return {
    id,
    shortDescription: { text: plain(row.failureTitle) },
    fullDescription: { text: plain(row.why) },
    help: { text: plain(`${row.why}\n\n${row.fix}`) },
    ...(link?.address !== undefined && { helpUri: link.address }),
    defaultConfiguration: { level: levelOf(id, card) },
    properties: { tags: [row.area, ...referenceLinks(row).map(({ text }) => text)] },
  };
}

function levelOf(id: string, card: Scorecard): 'error' | 'warning' | 'note' {
  const severity = severityOf(id, card);
  return severity === undefined ? 'note' : LEVEL[severity];
}

/** One result for each thing that shows the failure, however often it was seen there. */
function resultsOf(id: string, row: CheckRow, card: Scorecard): Result[] {
  const shown: readonly (ShownEvidence | undefined)[] = row.evidence.length > 0 ? row.evidence : [undefined];
  const results = new Map<string, Result>();
  for (const evidence of shown) {
    const subject = subjectOf(evidence, card);
    if (results.has(subject)) continue;
    const { path, line } = placeOf(evidence, card);
    results.set(subject, {
      ruleId: id,
      level: levelOf(id, card),
      message: {
        text: plain([row.found ?? row.failureTitle, evidence?.note ?? '', `Fix: ${row.fix}`].filter(Boolean).join('\n')),
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
            region: { startLine: line },
          },
        },
      ],
      partialFingerprints: { 'roadworthy/v1': createHash('sha256').update(`${id} ${subject}`).digest('hex').slice(0, 32) },
    });
  }
  return [...results.values()];
}

/** What a finding is about in words that stay the same from commit to commit: an endpoint, or a line by its text. */
function subjectOf(evidence: ShownEvidence | undefined, card: Scorecard): string {
  if (evidence === undefined) return '';
  if (evidence.kind === 'source') return `${evidence.path} ${evidence.snippet.trim()}`;
  if (evidence.kind === 'stored-value') return `${evidence.table}.${evidence.column}`;
  return operationOf(evidence, card)?.operation ?? evidence.kind;
}

/** SARIF reads `[text](address)` in a plain message as a link. */
function plain(text: string): string {
  return cut(text.replaceAll('](', '] ('), 4000);
}
