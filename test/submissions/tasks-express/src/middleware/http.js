import { randomUUID } from 'node:crypto';
import { ApiError } from '../errors.js';
import { log } from '../log.js';

export function requestLog(req, res, next) {
  const start = performance.now();
  req.id = randomUUID();
  res.set('X-Request-Id', req.id);
  res.on('close', () => {
    log('info', 'request', {
      id: req.id,
      method: req.method,
      path: req.originalUrl.split('?')[0],
      status: res.statusCode,
      ms: Math.round(performance.now() - start),
    });
  });
  next();
}

export function securityHeaders(req, res, next) {
  res.set({
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
    'Referrer-Policy': 'no-referrer',
    'Cache-Control': 'no-store',
  });
  next();
}

/** A body in another format is refused instead of being taken for an empty one. */
export function jsonOnly(req, res, next) {
  const empty = req.get('content-length') === '0';
  if (!empty && req.is('application/json') === false) {
    throw new ApiError(415, 'unsupported_media_type', 'The body must be application/json');
  }
  next();
}

export function unknownRoute(req) {
  throw new ApiError(404, 'not_found', `There is no ${req.method} ${req.path}`);
}

/** What the client did wrong, or undefined when the fault is ours. */
function clientError(error) {
  if (error instanceof ApiError) return error;
  if (error.type === 'entity.parse.failed') return new ApiError(400, 'malformed_json', 'The body is not valid JSON');
  if (error.type === 'entity.too.large') return new ApiError(413, 'too_large', 'The body is too large');
  // The rest of what Express and its body parser refuse: encodings, aborted requests, malformed URLs
  if (error.status >= 400 && error.status < 500) return new ApiError(error.status, 'bad_request', 'The request is malformed');
  return undefined;
}

// Express recognises an error handler by its four parameters.
export function errorHandler(error, req, res, next) {
  const known = clientError(error);
  if (!known) log('error', 'unexpected error', { id: req.id, error: error.stack ?? String(error) });
  if (res.headersSent) return next(error);
  const { status, code, message, details } = known ?? { status: 500, code: 'internal', message: 'Something went wrong' };
  if (status === 401) res.set('WWW-Authenticate', 'Bearer');
  res.status(status).json({ error: { code, message, details, request_id: req.id } });
}
