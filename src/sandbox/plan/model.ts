import { z } from 'zod';

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const words = z.array(text).nullish();

const healthcheck = z.object({
  test: words,
  interval: z.string().optional(),
  timeout: z.string().optional(),
  start_period: z.string().optional(),
  retries: z.number().optional(),
  disable: z.boolean().optional(),
});

const limits = z.object({ cpus: text.optional(), memory: text.optional(), pids: z.number().optional() });

const serviceSchema = z.object({
  image: z.string().optional(),
  build: z
    .object({
      context: z.string().optional(),
      dockerfile: z.string().optional(),
      dockerfile_inline: z.string().optional(),
      target: z.string().optional(),
      args: z.record(z.string(), text.nullable()).nullish(),
      additional_contexts: z.record(z.string(), z.string()).nullish(),
      network: z.string().optional(),
    })
    .nullish(),
  command: words,
  entrypoint: words,
  environment: z.record(z.string(), text.nullable()).nullish(),
  user: z.string().optional(),
  working_dir: z.string().optional(),
  hostname: z.string().optional(),
  container_name: z.string().optional(),
  networks: z
    .record(z.string(), z.object({ aliases: z.array(z.string()).nullish(), ipv4_address: z.string().optional() }).nullable())
    .nullish(),
  network_mode: z.string().optional(),
  ports: z.array(z.object({ target: z.number(), published: text.optional(), protocol: z.string().optional() })).nullish(),
  expose: words,
  links: words,
  extra_hosts: z.union([z.array(z.string()), z.record(z.string(), z.union([z.string(), z.array(z.string())]))]).nullish(),
  healthcheck: healthcheck.nullish(),
  depends_on: z.record(z.string(), z.object({ condition: z.string(), required: z.boolean().optional() })).nullish(),
  volumes: z
    .array(
      z.object({
        type: z.string(),
        source: z.string().optional(),
        target: z.string().optional(),
        read_only: z.boolean().optional(),
      }),
    )
    .nullish(),
  tmpfs: z.union([words, z.string()]),
  secrets: z.array(z.object({ source: z.string(), target: z.string().optional() })).nullish(),
  configs: z.array(z.object({ source: z.string(), target: z.string().optional() })).nullish(),
  restart: z.string().optional(),
  deploy: z
    .object({
      resources: z.object({ limits: limits.nullish() }).nullish(),
      restart_policy: z.object({ condition: z.string().optional() }).nullish(),
    })
    .nullish(),
  mem_limit: text.optional(),
  cpus: z.number().optional(),
  pids_limit: z.number().optional(),
  stop_signal: z.string().optional(),
  stop_grace_period: z.string().optional(),
  init: z.boolean().nullish(),
  tty: z.boolean().optional(),
  stdin_open: z.boolean().optional(),
  read_only: z.boolean().optional(),
  group_add: words,
  cap_drop: words,
});

/** What `docker compose config --format json` gives for cleaned documents. */
export const modelSchema = z.object({ services: z.record(z.string(), serviceSchema) });
export type Model = z.infer<typeof modelSchema>;
export type ModelService = z.infer<typeof serviceSchema>;
