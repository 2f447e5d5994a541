const TAKES_VALUE = /^(-w|--watch|-e|--ext|-i|--ignore|-d|--delay|--signal|--config|-r|--require)$/;

/**
 * The program that a watcher would start again after each change. A watcher outlives the program it watches, so that nobody
 * would see that it ended. undefined when there is no watcher in the line.
 */
export function withoutWatcher(script: string, main: string, configuredExec: string | undefined): string | undefined {
  if (/\bconcurrently\b|\bnpm-run-all\b|&(?!&)|[|]/.test(script)) return undefined;
  if (/(^|\s)nodemon(\s|$)/.test(script)) return script.replace(/(^|\s)nodemon(\s.*)?$/, (_, before: string, rest = '') => before + withoutNodemon(String(rest), main, configuredExec)); // prettier-ignore
  if (/\bnest start\b.*--watch/.test(script)) return script.replace(/\s--(watch|debug)\b/g, '');
  if (/\btsx\s+(watch\b|--watch\b)/.test(script))
    return script.replace(/\btsx\s+(watch|--watch)\b(\s+--clear-screen=\w+)?/, 'tsx');
  if (/\bts-node-dev\b|\btsnd\b/.test(script)) return script.replace(/\b(ts-node-dev|tsnd)\b/, 'ts-node').replace(/\s--(respawn|poll|clear|exit-child|rs|notify|debug|inspect)\b(=\S+)?/g, '').replace(/\s--ignore-watch\s+\S+/g, ''); // prettier-ignore
  if (/\bnode\b.*\s--watch(\s|=|-)/.test(script)) return script.replace(/\s--watch(-path=\S+|-preserve-output)?(?=\s)/g, '');
  return undefined;
}

function withoutNodemon(rest: string, main: string, configuredExec: string | undefined): string {
  const words = [...rest.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, one, two, three]) => one ?? two ?? three ?? '');
  const kept: string[] = [];
  let exec = configuredExec;
  let loader = '';
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--exec' || word === '-x') exec = words[++at] ?? '';
    else if (word === '-r' || word === '--require') loader = `-r ${words[++at] ?? ''} `;
    else if (TAKES_VALUE.test(word)) at++;
    else if (word === '--' || (word.startsWith('-') && kept.length === 0)) continue;
    else kept.push(word);
  }
  if (exec !== undefined) return [exec, ...kept].join(' ');
  const file = kept.length === 0 ? main : kept.join(' ');
  return `${/\.[cm]?ts(\s|$)/.test(file) ? 'ts-node' : 'node'} ${loader}${file}`;
}
