import { z } from 'zod';

const environment = z.object({
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  DATABASE_URL: z.string().min(1),
  JWT_SECRET: z.string().min(32, 'must have at least 32 characters'),
  TOKEN_LIFETIME_SECONDS: z.coerce.number().int().min(60).max(86400).default(3600),
  // Number of proxies in front of the API that may be believed about the client's address
  TRUSTED_PROXIES: z.coerce.number().int().min(0).default(0),
});

/** Reads the settings from the environment; throws one readable error that names everything missing. */
export function loadConfig(env = process.env) {
  const result = environment.safeParse(env);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`Invalid configuration\n  ${problems.join('\n  ')}`);
  }
  const values = result.data;
  return {
    port: values.PORT,
    databaseUrl: values.DATABASE_URL,
    jwtSecret: values.JWT_SECRET,
    tokenLifetime: values.TOKEN_LIFETIME_SECONDS,
    trustedProxies: values.TRUSTED_PROXIES,
  };
}
