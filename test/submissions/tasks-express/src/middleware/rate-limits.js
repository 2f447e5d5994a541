import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { ApiError } from '../errors.js';

const MINUTE = 60_000;

const limiter = (options) =>
  rateLimit({
    windowMs: MINUTE,
    standardHeaders: 'draft-6',
    legacyHeaders: false,
    handler: (req, res, next) => next(new ApiError(429, 'too_many_requests', 'Too many attempts, try again later')),
    ...options,
  });

/** Everything from one address: a hundred requests a second on average. */
export const limitRequests = () => limiter({ limit: 6000 });

const wrongPasswordsOnly = { skipSuccessfulRequests: true, requestWasSuccessful: (req, res) => res.statusCode !== 401 };

/** Wrong passwords for one account from one address. The counters live in this process. */
export const limitLoginsPerAccount = () =>
  limiter({
    ...wrongPasswordsOnly,
    limit: 10,
    keyGenerator: (req) => `${ipKeyGenerator(req.ip)} ${req.input.body.email}`,
  });

/** Wrong passwords from one address, whatever the account. */
export const limitLoginsPerAddress = () => limiter({ ...wrongPasswordsOnly, limit: 100 });

export const limitRegistrations = () => limiter({ limit: 100 });
