import { unauthorized } from '../errors.js';

/** Lets only requests with a valid bearer token pass, and says whose it is in `req.userId`. */
export const authenticate = (accounts) => (req, res, next) => {
  const [scheme, token] = (req.get('authorization') ?? '').split(' ');
  if (scheme.toLowerCase() !== 'bearer' || !token) throw unauthorized('A bearer token is needed');
  req.userId = accounts.verify(token);
  next();
};
