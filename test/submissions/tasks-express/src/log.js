/** One JSON line per event, on stdout; quiet while testing. */
export function log(level, message, fields = {}) {
  if (process.env.NODE_ENV === 'test') return;
  console.log(JSON.stringify({ time: new Date().toISOString(), level, message, ...fields }));
}
