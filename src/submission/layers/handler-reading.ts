/** One function that answers requests. */
export type HandlerReading = {
  readonly path: string;
  readonly line: number;
  /** `GET /tasks`, or the name of the function. */
  readonly name: string;
  /** `route`: beside or in the file of its route; `controller`: in a file of its own. */
  readonly place: 'route' | 'controller';
  /** The first query in it. */
  readonly query: { readonly line: number; readonly snippet: string; readonly what: string } | null;
};
