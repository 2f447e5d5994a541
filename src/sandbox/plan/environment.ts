import type { SubmissionFiles } from '../../submission/files.ts';
import type { Help } from '../plan.ts';
import { parseDotenv, type Variables } from './dotenv.ts';
import { fillExample, findExample, folderOf } from './env-example.ts';
import { isDatabaseLike, isSecretLike, type ValueGenerator } from './generate-value.ts';
import type { Lookup } from './interpolate.ts';

export const ENV_FILE_BYTES = 64 * 1024;

export interface EnvironmentHints {
  readonly envExamples: readonly string[];
  readonly readmeDocumentsEnvCopy: boolean;
  /** Names that the README tells people to fill in. */
  readonly documentedValues?: readonly string[];
}

/**
 * Where values of variables come from: the submission's own env files, their examples, or generated ones; never our own
 * environment. Remembers what it had to make up.
 */
export class Environment {
  readonly help: Help[] = [];
  /** Files made from examples: path → content. */
  readonly added = new Map<string, string>();
  /** Values made up for variables of the compose file. */
  readonly generated = new Map<string, string>();
  readonly #files: SubmissionFiles;
  readonly #hints: EnvironmentHints;
  readonly #generator: ValueGenerator;
  readonly #composeText: string;

  constructor(files: SubmissionFiles, hints: EnvironmentHints, generator: ValueGenerator, composeText: string) {
    this.#files = files;
    this.#hints = hints;
    this.#generator = generator;
    this.#composeText = composeText;
  }

  /** Variables of an env file, or of the example that stands for it; undefined when there is neither. */
  async read(path: string, outer: Variables = new Map()): Promise<Map<string, string> | undefined> {
    const made = this.added.get(path);
    if (made !== undefined) return parseDotenv(made, outer);
    if (this.#files.has(path)) return parseDotenv(await this.#files.readText(path, ENV_FILE_BYTES), outer);
    const name = path.slice(path.lastIndexOf('/') + 1);
    const example = findExample(this.#files, folderOf(path), name, this.#hints.envExamples);
    if (example === undefined) return undefined;
    const { text, generated } = fillExample(
      await this.#files.readText(example, ENV_FILE_BYTES),
      this.#generator,
      this.#composeText,
    );
    this.added.set(path, text);
    this.help.push({
      kind: 'env-copy',
      what: `\`${example}\` was copied to \`${path}\``,
      documented: this.#hints.readmeDocumentsEnvCopy,
    });
    for (const variable of generated) this.#helpWith(variable, `\`${variable}\` of \`${example}\` was given a generated value`);
    return parseDotenv(text, outer);
  }

  /** For an env file that exists in no form: what was made up for the compose file's own variables. */
  standIn(path: string): ReadonlyMap<string, string> {
    if (this.generated.size > 0) this.added.set(path, [...this.generated].map(([name, value]) => `${name}=${value}\n`).join(''));
    return this.generated;
  }

  lookup(variables: Variables): Lookup {
    return ({ name, emptyIsUnset, required, hasDefault }) => {
      const value = variables.get(name);
      if (value !== undefined && !(value === '' && emptyIsUnset)) return value;
      if (hasDefault) return value;
      if (required === undefined && value !== undefined) return value;
      return this.#generate(name, required !== undefined) ?? value;
    };
  }

  /** A file of a secret that is not committed. */
  secretFile(name: string, path: string): string {
    const known = this.generated.get(name.toUpperCase());
    const value = known ?? this.#generator.valueFor(name) ?? this.#generator.secret(name);
    this.#helpWith(name, `the secret file \`${path}\` is not committed; it was given a generated value`);
    return value;
  }

  #generate(name: string, isRequired: boolean): string | undefined {
    const known = this.generated.get(name);
    if (known !== undefined) return known;
    if (!isRequired && !isSecretLike(name) && !isDatabaseLike(name) && !/(^|_)PORT$/i.test(name)) return undefined;
    const value = isRequired ? this.#generator.requiredValueFor(name) : this.#generator.valueFor(name);
    if (value === undefined || value === '') return value;
    this.generated.set(name, value);
    this.#helpWith(name, `\`${name}\` has no value in the repository; one was generated`);
    return value;
  }

  #helpWith(name: string, what: string): void {
    if (this.help.some((help) => help.what === what)) return;
    this.help.push({ kind: 'generated-value', what, documented: this.#hints.documentedValues?.includes(name) ?? false });
  }
}
