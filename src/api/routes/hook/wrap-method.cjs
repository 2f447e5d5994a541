// @ts-check
'use strict';
const { quietly } = require('./quietly.cjs');

/**
 * Lets us watch a method. `enter` sees each call before it happens and may return a function that sees its result; the caller
 * gets what the original returns or throws, and the wrapper has the original's name and length.
 * @param {any} target
 * @param {string} name
 * @param {(self: any, args: any[]) => void | ((result: any) => void)} enter
 */
function wrapMethod(target, name, enter) {
  const original = target[name];
  if (typeof original !== 'function') return;
  /** @this {any} @param {any[]} args */
  const wrapper = function (...args) {
    const leave = quietly(() => enter(this, args));
    const result = Reflect.apply(original, this, args);
    if (leave) quietly(() => leave(result));
    return result;
  };
  for (const property of ['name', 'length'])
    Object.defineProperty(wrapper, property, { value: original[property], configurable: true });
  target[name] = wrapper;
}

module.exports = { wrapMethod };
