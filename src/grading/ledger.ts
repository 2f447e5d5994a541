import { RoadworthyError, toError } from '../errors.ts';
import type { ArtifactName, Artifacts, Missing, Recorded } from '../probes/artifacts.ts';
import type { ProbeOutcome } from '../probes/run-probes.ts';
import type { Records } from './findings.ts';
import type { RunFolder } from './run-folder.ts';

/** Writes down what is found, the moment it is found, and what could not be had and why. */
export class Ledger implements Records {
  readonly #folder: RunFolder;
  readonly artifacts: { [Name in ArtifactName]?: Recorded<Artifacts[Name]> } = {};
  readonly probes: Record<string, ProbeOutcome> = {};

  constructor(folder: RunFolder) {
    this.#folder = folder;
  }

  async record<Name extends ArtifactName>(name: Name, value: Artifacts[Name]): Promise<void> {
    Object.assign(this.artifacts, { [name]: { value } });
    await this.#folder.writeJson(`artifacts/${kebabCase(name)}.json`, { value });
  }

  async miss(name: ArtifactName, missing: Missing): Promise<void> {
    if (this.artifacts[name] !== undefined) return;
    this.artifacts[name] = { missing };
    await this.#folder.writeJson(`artifacts/${kebabCase(name)}.json`, { missing });
  }

  async absent(name: ArtifactName, reason: string): Promise<void> {
    this.artifacts[name] = { absent: reason };
    await this.#folder.writeJson(`artifacts/${kebabCase(name)}.json`, { absent: reason });
  }

  async recordProbe(id: string, outcome: ProbeOutcome): Promise<void> {
    this.probes[id] = outcome;
    await this.#folder.writeJson(`probes/${id}.json`, outcome);
  }
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A failure as the reason why something is missing. */
export function missingBecause(error: unknown, by: string): Missing {
  return { reason: toError(error).message, fault: error instanceof RoadworthyError ? error.fault : 'grader', by };
}
