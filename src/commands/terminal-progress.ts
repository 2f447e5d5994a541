import { oneLine } from '../text.ts';
import type { Progress } from '../progress.ts';

const TAIL = 6;
const FRAME_MS = 80;

/** Progress on stderr: a live region with the phase, its time and the tail of the build on a terminal, plain lines elsewhere. */
export function showProgress(stream: NodeJS.WriteStream = process.stderr): Progress & { end(): void } {
  return stream.isTTY && process.env['CI'] === undefined && process.env['TERM'] !== 'dumb'
    ? new LiveRegion(stream)
    : plainLines(stream);
}

function plainLines(stream: NodeJS.WriteStream): Progress & { end(): void } {
  const from = performance.now();
  // a workflow runner acts on lines that begin with "::": every line of ours begins otherwise
  const write = (text: string) => stream.write(`[${((performance.now() - from) / 1000).toFixed(1).padStart(6)} s] ${text}\n`);
  return {
    phase: (name, detail) => write(detail === undefined ? name : `${name}: ${oneLine(detail)}`),
    note: (text) => write(`  ${oneLine(text, 400)}`),
    line: () => undefined,
    end: () => undefined,
  };
}

class LiveRegion implements Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #from = performance.now();
  readonly #timer: NodeJS.Timeout;
  #phase = '';
  #tail: string[] = [];
  #drawn = 0;
  #frame = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.#timer = setInterval(() => this.#draw(), FRAME_MS);
    this.#timer.unref();
  }

  phase(name: string, detail?: string): void {
    this.#phase = detail === undefined ? name : `${name}: ${oneLine(detail)}`;
    this.#tail = [];
  }

  line(text: string): void {
    this.#tail = [...this.#tail, oneLine(text)].slice(-TAIL);
  }

  note(text: string): void {
    this.#erase();
    this.#stream.write(`  ${this.#seconds()}  ${oneLine(text, 400)}\n`);
  }

  end(): void {
    clearInterval(this.#timer);
    this.#erase();
  }

  #seconds(): string {
    return `${((performance.now() - this.#from) / 1000).toFixed(1)} s`.padStart(8);
  }

  #draw(): void {
    const width = Math.max(20, (this.#stream.columns || 80) - 1);
    const spinner = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'[(this.#frame += 1) % 10] ?? '';
    const lines = [`${spinner} ${this.#seconds()}  ${this.#phase}`, ...this.#tail.map((text) => `             ${text}`)].map(
      (text) => text.slice(0, width),
    );
    this.#erase();
    this.#stream.write(`${lines.join('\n')}\n`);
    this.#drawn = lines.length;
  }

  #erase(): void {
    if (this.#drawn > 0) this.#stream.write(`\u001b[${this.#drawn}A\u001b[0J`);
    this.#drawn = 0;
  }
}
