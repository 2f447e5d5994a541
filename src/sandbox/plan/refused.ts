import type { Treatment } from '../plan.ts';

/** This compose file is not used, because of the named key; the next plan is tried. */
export class Refused extends Error {
  readonly treatment: Treatment;

  constructor(key: string, message: string, service?: string) {
    super(message);
    this.treatment = { treatment: 'refused', key, message, ...(service === undefined ? {} : { service }) };
  }
}
