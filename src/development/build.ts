// npm run build: compiles into dist and copies what is read at run time beside the code that reads it.
import { execFileSync } from 'node:child_process';
import { cpSync, globSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../version.ts';

const dist = join(PROJECT, 'dist');
rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [join(PROJECT, 'node_modules/typescript/bin/tsc'), '-p', join(PROJECT, 'tsconfig.build.json')], {
  stdio: 'inherit',
});
for (const file of globSync(['src/**/*.{mjs,cjs,py}', 'reports/**/*.{hbs,css,json}', 'rubrics/*.{yaml,json}'], {
  cwd: PROJECT,
})) {
  cpSync(join(PROJECT, file), join(dist, file));
}
