import { END_DAY, instant, type Source, START_DAY } from './by-name.ts';

const FORMATS: Readonly<Record<string, (source: Source, isEnd: boolean) => string>> = {
  email: (source) => source.email(),
  uri: (source) => `https://example.com/${source.word()}`,
  url: (source) => `https://example.com/${source.word()}`,
  uuid: (source) => source.uuid(),
  date: (_source, isEnd) => (isEnd ? END_DAY : START_DAY),
  'date-time': (_source, isEnd) => instant(isEnd ? END_DAY : START_DAY),
  // Java's LocalDateTime and MySQL's DATETIME refuse the zone.
  'local-date-time': (_source, isEnd) => instant(isEnd ? END_DAY : START_DAY).slice(0, 19),
  time: () => '12:00:00',
  duration: () => 'PT1H',
  phone: (source) => source.phone(),
  password: (source) => source.password(),
  slug: (source) => source.word(),
  objectid: (source) => source.uuid().replaceAll('-', '').slice(0, 24),
  hostname: () => 'example.com',
  ipv4: () => '192.0.2.10',
  ip: () => '192.0.2.10',
  ipv6: () => '2001:db8::10',
  byte: () => 'cm9hZHdvcnRoeQ==',
  decimal: () => '19.50',
  numeric: () => '3',
  color: () => '#3366cc',
  json: () => '{}',
};

/** A text of a format, or undefined when the format is not known; `isEnd` is what ends after a start. */
export function textOfFormat(format: string, source: Source, isEnd: boolean): string | undefined {
  return Object.hasOwn(FORMATS, format) ? FORMATS[format]?.(source, isEnd) : undefined;
}
