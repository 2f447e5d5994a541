/** Ends a stream of the engine at once. What dockerode gives is not always made of Node's own classes, nor is `destroy` in its type. */
export function destroyStream(stream: object): void {
  if (canBeDestroyed(stream)) stream.destroy();
}

function canBeDestroyed(stream: object): stream is { destroy(): void } {
  return 'destroy' in stream && typeof stream.destroy === 'function';
}
