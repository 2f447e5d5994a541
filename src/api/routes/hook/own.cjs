// @ts-check
'use strict';

/** A property of the object itself, without running a getter. @param {any} object @param {string} name @returns {any} */
function own(object, name) {
  return Object.getOwnPropertyDescriptor(object, name)?.value;
}

module.exports = { own };
