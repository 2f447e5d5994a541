import { classifyValue } from './value-class.ts';

const LOCAL =
  /^(?:localhost|127\.[\d.]+|0\.0\.0\.0|\[::1\]|host\.docker\.internal|[\w-]+|.*\.(?:local|test|internal|example|localhost|invalid)|(?:.*\.)?example\.(?:com|org|net))$/i;

/** How much a URL with a password says: nothing, a service of the author's own machine, or a machine elsewhere. */
export function judgeConnectionUrl(url: string): { password: string; reach: 'local' | 'remote' } | undefined {
  const [, user = '', password = '', host = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^:/@\s]*):([^@\s]+)@([^:/?,\s"'`]*)/i.exec(url) ?? [];
  if (password === '' || host === '' || /[${}<>%]\{?|^\*+$/.test(`${user}${host}`)) return undefined;
  const valueClass = classifyValue(password);
  if (valueClass === 'placeholder') return undefined;
  const weak = valueClass !== 'real' || password === user;
  return { password, reach: LOCAL.test(host) || weak ? 'local' : 'remote' };
}
