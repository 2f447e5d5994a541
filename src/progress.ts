/** What the road tells while it goes: the phase at work, lines of a build, probes done. Text of the submission is already cleaned. */
export interface Progress {
  phase(name: string, detail?: string): void;
  line(text: string): void;
  note(text: string): void;
}
