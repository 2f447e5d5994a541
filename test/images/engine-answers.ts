import { z } from 'zod';

// In a file of its own because the fast path has no time to import zod.

export const Info = z.object({ RegistryConfig: z.object({ Mirrors: z.array(z.string()).nullish() }) });

/** One line of a pull: `error` is said inside the stream, `message` by a refusal. */
export const PullProgress = z.object({ error: z.string().optional(), message: z.string().optional() });
