// @ts-check
'use strict';

/**
 * Runs `work` and forgets what it throws: nothing that the hook does may reach the app.
 * @template T
 * @param {() => T} work
 * @returns {T | undefined}
 */
function quietly(work) {
  try {
    return work();
  } catch {
    return undefined;
  }
}

module.exports = { quietly };
