/** A text that may lead somewhere; without an address it is text. */
export interface Link {
  readonly text: string;
  readonly href: string | null;
}

/** The only maker of links: an address that is not https, or hides a login, is printed and not linked. */
export function httpsLink(text: string, address: string): Link {
  const url = /^https:\/\//i.test(address) && !/[\s⟨⟩]/.test(address) ? URL.parse(address) : null;
  const isSafe = url !== null && url.protocol === 'https:' && url.username === '' && url.password === '';
  return { text, href: isSafe ? url.href : null };
}

/** A line of the submission at the graded commit, on hosts whose addresses we know. */
export function sourceLink(
  submission: { readonly source: string; readonly commit: string; readonly subdir?: string },
  { path, line }: { readonly path: string; readonly line: number },
): Link {
  const text = `${path}:${line}`;
  const repository = /^https:\/\/(github|gitlab)\.com\/[\w.-]+\/[\w.-]+?(?:\.git)?$/.exec(submission.source);
  if (!repository || !/^[0-9a-f]{40}$/.test(submission.commit)) return { text, href: null };
  const blob = repository[1] === 'github' ? 'blob' : '-/blob';
  const file = [submission.subdir, path].filter(Boolean).join('/').split('/').map(encodeURIComponent).join('/');
  return httpsLink(text, `${submission.source.replace(/\.git$/, '')}/${blob}/${submission.commit}/${file}#L${line}`);
}
