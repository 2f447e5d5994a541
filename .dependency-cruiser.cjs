/** The areas of src/ from top to bottom: each may import from those below it, never from those above. */
const AREAS = ['cli', 'commands', 'cohort', 'grade', 'grading', 'probes', 'api', 'database', 'sandbox', 'submission'];
/** Files such as src/json.ts, which all may import and which stand on nothing. */
const SHARED = '^src/(?!(?:cli|grade)\\.ts$)[^/]+\\.ts$';
const area = (...names) => `^src/(?:${names.join('|')})(?:/|\\.ts$)`;

const downward = AREAS.slice(1).map((name, index) => ({
  name: `${name}-imports-downward`,
  comment: `src/${name} may import from ${AREAS.slice(index + 2).join(', ') || 'no other area'}.`,
  severity: 'error',
  from: { path: area(name) },
  to: { path: area(...AREAS.slice(0, index + 1)) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...downward,
    {
      name: 'known-area',
      comment: 'A new folder of src/ needs its place in the list of areas.',
      severity: 'error',
      from: { path: '^(?:src|test)/' },
      to: { path: '^src/', pathNot: [area(...AREAS), SHARED] },
    },
    {
      name: 'shared-stands-alone',
      comment: 'What everybody imports imports no area.',
      severity: 'error',
      from: { path: SHARED },
      to: { path: '^(?:src|checks|reports|test)/', pathNot: SHARED },
    },
    {
      name: 'checks-are-pure',
      comment:
        'A check imports the check and verdict types, wording, probes, and pure helpers beside it: no package, no Node module.',
      severity: 'error',
      from: { path: '^checks/', pathNot: '\\.generated\\.ts$' },
      to: {
        pathNot: ['^checks/', '^src/grading/(?:check|verdict|evidence|wording)\\.ts$', '^src/probes/', SHARED],
      },
    },
    {
      name: 'reports-read-the-scorecard',
      comment: 'A renderer knows the scorecard and the recorded exchanges, nothing of how they came about.',
      severity: 'error',
      from: { path: '^reports/' },
      to: { path: '^(?:src|checks)/', pathNot: ['^src/grading/', '^src/api/exchange\\.ts$', SHARED] },
    },
    {
      name: 'reports-import-types',
      comment: 'What a renderer takes from grading/ and api/ are types.',
      severity: 'error',
      from: { path: '^reports/' },
      to: { path: '^src/(?:grading|api)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'loaded-by-commands',
      comment: 'Checks and reports are loaded by commands; the rest of src/ is handed them.',
      severity: 'error',
      from: { path: '^src/', pathNot: area('commands') },
      to: { path: '^(?:checks|reports)/' },
    },
    {
      name: 'no-tests-in-the-product',
      comment: 'What is published knows nothing of test/, least of all of the stand-in images.',
      severity: 'error',
      from: { path: '^(?:src|checks|reports)/' },
      to: { path: '^test/' },
    },
    {
      name: 'no-development-packages',
      comment: 'What is published runs without devDependencies.',
      severity: 'error',
      from: { path: '^(?:src|checks|reports)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-circles',
      comment: 'Two files that import each other are one file, or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^test/(?:submissions|hostile|api/routes/apps)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
