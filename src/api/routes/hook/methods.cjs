// @ts-check
'use strict';

const EVERY = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * The methods of one registration: `ALL` where it is for every method, and without the HEAD that frameworks add to each GET.
 * @param {unknown} registered
 * @returns {string[]}
 */
function methodsOf(registered) {
  const methods = [registered].flat().map((method) => String(method).toUpperCase());
  return EVERY.every((method) => methods.includes(method)) ? ['ALL'] : methods.filter((method) => method !== 'HEAD');
}

module.exports = { methodsOf };
