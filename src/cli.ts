#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `roadworthy needs Node 22.19 or later, this is ${process.versions.node}. Install a newer one from https://nodejs.org and try again.\n`,
  );
  process.exit(2);
}
// whoever reads our output may stop: `roadworthy checks | head`
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));
const { main } = await import('./commands/main.ts');
process.exitCode = await main(process.argv.slice(2));
