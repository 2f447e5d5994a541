// @ts-check
'use strict';
const { readFileSync, renameSync, writeFileSync, writeSync } = require('node:fs');
const { threadId } = require('node:worker_threads');
const { quietly } = require('./quietly.cjs');

/**
 * `path` is as the author wrote it, mounts in front. `at` is a line of the author's code.
 * @typedef {{ method: string, path: string, at?: string | undefined }} Route
 */

const MAX_ROUTES = 2000;
let printed = '';

/**
 * Writes the table to `target`, together with what other processes of the container wrote there. Where no file can be written,
 * the table becomes one framed line on stderr, again only when it changed.
 * @param {string} target
 * @param {readonly Route[]} found
 */
function report(target, found) {
  const there = quietly(() => readFileSync(target, 'utf8'));
  const before = quietly(() => withoutDuplicates(JSON.parse(there ?? '').routes)) ?? [];
  const routes = withoutDuplicates([...found, ...before]).slice(0, MAX_ROUTES);
  if (JSON.stringify(routes) === JSON.stringify(before)) return;
  const text = JSON.stringify({ version: 1, pid: process.pid, routes });
  if (!write(target, text) && text !== printed) {
    printed = text;
    writeSync(2, `\n[roadworthy-routes]${text}[/roadworthy-routes]\n`);
  }
}

/** @param {string} target @param {string} text */
function write(target, text) {
  return quietly(() => {
    const partial = `${target}.${process.pid}-${threadId}.partial`;
    writeFileSync(partial, text);
    renameSync(partial, target);
    return true;
  });
}

/** @param {readonly Route[]} routes */
function withoutDuplicates(routes) {
  /** @type {Map<string, Route>} */
  const byKey = new Map();
  for (const route of routes) {
    const key = `${route.method} ${route.path}`;
    if (!byKey.has(key)) byKey.set(key, route);
  }
  return [...byKey.values()];
}

module.exports = { report };
