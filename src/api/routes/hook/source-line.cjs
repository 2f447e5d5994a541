// @ts-check
'use strict';
const { isAbsolute, relative } = require('node:path');
const { fileURLToPath } = require('node:url');
const { quietly } = require('./quietly.cjs');

const FRAME = /^ {4}at (?!async )(?:.* \()?((?:file:\/\/)?\/.+?):(\d+):\d+\)?$/;
const workingFolder = quietly(() => process.cwd());

/**
 * The author's line that is being run, `src/app.js:12`, or undefined when only libraries are on the stack. Callers that merely
 * await (`at async`) are passed over: what a framework registers later is not on the line that started the framework.
 * @returns {string | undefined}
 */
function sourceLine() {
  for (const line of stackText().split('\n')) {
    const [, place, number] = FRAME.exec(line) ?? [];
    if (place === undefined || place.includes('/node_modules/')) continue;
    const file = place.startsWith('file:') ? fileURLToPath(place) : place;
    if (file !== __filename) return `${fromWorkingFolder(file)}:${number}`;
  }
  return undefined;
}

// the text, not the frames: it already went through the source maps of tsx, ts-node and --enable-source-maps
function stackText() {
  const limit = Error.stackTraceLimit;
  try {
    Error.stackTraceLimit = 40;
    return String(new Error().stack);
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/** @param {string} file */
function fromWorkingFolder(file) {
  const path = workingFolder === undefined ? file : relative(workingFolder, file);
  return path.startsWith('..') || isAbsolute(path) ? file : path;
}

module.exports = { sourceLine };
