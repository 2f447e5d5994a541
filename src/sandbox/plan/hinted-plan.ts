import type { StackPlan } from '../plan.ts';

/** What the author's hint file says about starting: tried when the plan alone does not start. */
export interface StartHints {
  readonly file: string;
  readonly start: string | null;
  readonly port: number | null;
}

/** The plan with the app started by the author's command, and looked for on the author's port. */
export function hintedPlan(plan: StackPlan, service: string, { file, start, port }: StartHints): StackPlan {
  const said = [start === null ? [] : [`started by \`${start}\``], port === null ? [] : [`reached on port ${port}`]].flat();
  return {
    ...plan,
    services: plan.services.map((one) =>
      one.name !== service
        ? one
        : {
            ...one,
            ...(start !== null && { entrypoint: ['/bin/sh', '-c'], command: [start] }),
            ...(port !== null && { ports: [port, ...one.ports.filter((other) => other !== port)] }),
          },
    ),
    help: [...plan.help, { kind: 'hint', what: `${said.join(' and ')}, as \`${file}\` says`, documented: false }],
  };
}
