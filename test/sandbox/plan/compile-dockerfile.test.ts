import { describe, expect, test } from 'vitest';
import { compileDockerfile } from '../../../src/sandbox/plan/compile-dockerfile.ts';
import { cpuTimeMs } from '../../cpu-time.ts';

const compile = (text: string) => compileDockerfile(text, { cacheScope: 'rw1' });

describe('bytes that stay', () => {
  test.each([
    ['plain', 'FROM node:20\nRUN npm ci\nCMD ["node", "a.js"]\n'],
    ['BOM and CRLF', '\uFEFFFROM node:20\r\nRUN a \\\r\n  && b\r\n'],
    ['escape directive', '# escape=`\nFROM node:20\nRUN a `\n  --mount=type=cache,target=/x\n'],
    ['a heredoc is a text', 'FROM a\nRUN <<EOF\n# syntax=evil\nRUN --network=host x\nEOF\nRUN x\n'],
    ['two heredocs', 'FROM a\nCOPY <<A <<-"B" /x/\n# syntax=1\nA\n\t# syntax=2\n\tB\nRUN x'],
    ['comment between continuations', 'FROM a\nRUN a && \\\n# note\n\n  b\n'],
    ['a flag of the command', 'FROM a\nRUN npm ci --network=host --mount=type=cache,target=/x'],
    ['bind mount', 'FROM a\nRUN --mount=target=/src --mount=type=tmpfs,target=/t make'],
    ['no line break at the end', 'FROM a'],
  ])('%s', (_, text) => {
    expect(compile(text)).toMatchObject({ text, notes: [] });
  });
});

describe('the frontend', () => {
  test.each([
    ['official', '# syntax=docker/dockerfile:1.7\nFROM a\n', 'FROM a\n', 'rewritten', 'left out'],
    [
      'with the digest',
      `# syntax=docker.io/docker/dockerfile:1@sha256:${'a'.repeat(64)}\nFROM a\n`,
      'FROM a\n',
      'rewritten',
      'left out',
    ],
    ['a stranger', '#syntax = evil/frontend\r\nFROM a\n', 'FROM a\n', 'stripped', '`evil/frontend`'],
    [
      'a name that only looks official',
      '# syntax=docker/dockerfile-upstream\nFROM a\n',
      'FROM a\n',
      'stripped',
      '`docker/dockerfile-upstream`',
    ],
    ['after another directive', '# escape=`\n# SYNTAX=evil\nFROM a\n', '# escape=`\nFROM a\n', 'stripped', '`evil`'],
    ['after a shebang and a BOM', '\uFEFF#!/x\n# syntax=evil\nFROM a\n', '\uFEFF#!/x\nFROM a\n', 'stripped', '`evil`'],
    ['with slashes', '// syntax=evil\nFROM a\n', 'FROM a\n', 'stripped', '`evil`'],
    ['as JSON', '{"syntax": "evil"}\nFROM a\n', '#\n{"syntax": "evil"}\nFROM a\n', 'stripped', '`evil`'],
    ['as an argument', 'ARG BUILDKIT_SYNTAX=evil\nFROM a\n', 'FROM a\n', 'stripped', '`evil`'],
    ['as one of the arguments', 'ARG A=1 BUILDKIT_SYNTAX="evil" B=2\nFROM a\n', 'ARG A=1  B=2\nFROM a\n', 'stripped', '`evil`'],
  ])('%s', (_, text, compiled, treatment, message) => {
    const result = compile(text);
    expect(result.text).toBe(compiled);
    expect(result.notes).toMatchObject([{ treatment, message: expect.stringContaining(message) as string }]);
  });
});

describe('flags of RUN', () => {
  test.each([
    ['cache by target', '--mount=type=cache,target=/root/.npm x', '--mount=type=cache,target=/root/.npm,id=rw1-/root/.npm x'],
    [
      'cache by id',
      '--mount=type=cache,id=npm,target=/r,sharing=locked x',
      '--mount=type=cache,target=/r,sharing=locked,id=rw1-npm x',
    ],
    [
      'two of them',
      '--mount=type=cache,dst=/a --mount=type=cache,dst=/b x',
      '--mount=type=cache,dst=/a,id=rw1-/a --mount=type=cache,dst=/b,id=rw1-/b x',
    ],
    ['the last id counts', '--mount=type=cache,id=a,id=b,target=/r x', '--mount=type=cache,target=/r,id=rw1-b x'],
    ['other case', '--mount=TYPE=Cache,ID=a,target=/r x', '--mount=TYPE=Cache,target=/r,id=rw1-a x'],
    ['quotes', '--mount="type=cache,id=a,target=/r r" x', '"--mount=type=cache,target=/r r,id=rw1-a" x'],
    ['quotes inside of the word', '--mo"unt"=type=ca"che",id=a,target=/r x', '--mount=type=cache,target=/r,id=rw1-a x'],
    ['over two lines', '\\\n  --mount=type=cache,id=a,target=/r \\\n  x', '\\\n  --mount=type=cache,target=/r,id=rw1-a \\\n  x'],
    ['broken within a word', '--mount=type=cac\\\nhe,id=a,target=/r x', '--mount=type=cache,target=/r,id=rw1-a x'],
    ['network', '--network=host x', ' x'],
    ['network with quotes', '--network="host" x', ' x'],
    ['network that is none', '--network=none x', '--network=none x'],
    ['security', '--security=insecure x', ' x'],
    ['device', '--device=nvidia.com/gpu x', ' x'],
    ['a type that is not written out', '--mount=type=${T},id=a x', ' x'],
  ])('%s', (_, before, after) => {
    expect(compile(`FROM a\nRUN ${before}\n`).text).toBe(`FROM a\nRUN ${after}\n`);
    expect(compile(`FROM a\nonbuild run ${before}\n`).text).toBe(`FROM a\nonbuild run ${after}\n`);
  });

  test.each(['ssh', 'secret'])('a %s mount stays and gets nothing', (type) => {
    const text = `FROM a\nRUN --mount=type=${type},id=x make\n`;
    expect(compile(text)).toMatchObject({ text, notes: [{ key: `RUN --mount=type=${type}` }] });
  });
});

describe('facts', () => {
  test('base images with defaults filled in, without stages', () => {
    const text =
      'ARG V=20\nARG R\nFROM node:${V}-alpine AS build\nFROM ${R:-docker.io}/nginx@sha256:abc\nCOPY --from=build /a /b\nCOPY --from=busybox:1 /c /d\nCOPY --from=0 /e /f\nFROM scratch';
    expect(compile(text).baseImages).toEqual(['node:20-alpine', 'docker.io/nginx@sha256:abc', 'busybox:1']);
  });

  test('ports of the last stage', () => {
    expect(compile('FROM a\nEXPOSE 1\nFROM b\nENV PORT=3000\nEXPOSE $PORT 8080/tcp 53/udp').exposes).toEqual([3000, 8080]);
  });

  test('a hostile file ends soon', () => {
    const start = cpuTimeMs();
    compile(`FROM a\nRUN ${'\\\n'.repeat(50_000)}x`);
    compile(`FROM a\n${'RUN <<X\n'.repeat(5000)}`);
    compile(`FROM a\nRUN ${'--mount=type=cache,id=x '.repeat(5000)}`);
    expect(cpuTimeMs() - start).toBeLessThan(3000);
  });
});
