import { DockerfileParser, type Copy, type Dockerfile, type From } from 'dockerfile-ast';

export interface DockerfileFacts {
  readonly baseImages: readonly string[];
  /** Of the last stage. */
  readonly exposes: readonly number[];
}

/** What the instructions say; a file that the parser cannot read says nothing. */
export function dockerfileFacts(text: string): DockerfileFacts {
  let file: Dockerfile;
  try {
    file = DockerfileParser.parse(text.replace(/^\uFEFF/, ''));
    return { baseImages: baseImages(file), exposes: exposes(file) };
  } catch {
    return { baseImages: [], exposes: [] };
  }
}

/** Sources of COPY and ADD out of the build context. */
export function copiedPaths(text: string): string[] {
  try {
    const copies = DockerfileParser.parse(text.replace(/^\uFEFF/, '')).getCOPYs();
    return copies
      .filter((copy) => copy.getFromFlag() === null && copy.getHeredocs().length === 0)
      .flatMap((copy) =>
        copy
          .getArguments()
          .slice(0, -1)
          .map((argument) => argument.getValue().replace(/^\.?\//, '')),
      )
      .filter((path) => path !== '' && !/[*?[$]/.test(path));
  } catch {
    return [];
  }
}

function baseImages(file: Dockerfile): string[] {
  const images = new Set<string>();
  const stages = new Set<string>();
  const defaults = new Map(
    file.getInitialARGs().flatMap((arg) => {
      const property = arg.getProperty();
      const value = property?.getValue();
      return property && typeof value === 'string' ? [[property.getName(), value] as const] : [];
    }),
  );
  const add = (image: string | null | undefined) => {
    const filled = image?.replace(
      /\$\{?(\w+)(?::?-([^}]*))?\}?/g,
      (whole, name: string, otherwise?: string) => defaults.get(name) ?? otherwise ?? whole,
    );
    if (filled && filled !== 'scratch' && !stages.has(filled.toLowerCase()) && !/^\d+$/.test(filled)) images.add(filled);
  };
  for (const instruction of file.getInstructions()) {
    if (instruction.getKeyword() === 'FROM') {
      add((instruction as From).getImage());
      const stage = (instruction as From).getBuildStage();
      if (stage !== null) stages.add(stage.toLowerCase());
    }
    if (instruction.getKeyword() === 'COPY') add((instruction as Copy).getFromFlag()?.getValue());
  }
  return [...images];
}

function exposes(file: Dockerfile): number[] {
  const lastStage = file.getFROMs().at(-1)?.getRange().start.line ?? 0;
  const ports = file
    .getInstructions()
    .filter((instruction) => instruction.getKeyword() === 'EXPOSE' && instruction.getRange().start.line >= lastStage)
    .flatMap((instruction) => instruction.getExpandedArguments().map((argument) => argument.getValue()))
    .flatMap((value) => (/^\d+(\/tcp)?$/i.test(value) ? [Number.parseInt(value, 10)] : []));
  return [...new Set(ports)];
}
