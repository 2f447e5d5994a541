// @ts-check
'use strict';
// Preloaded by NODE_OPTIONS=--require into every Node process of the discovery stack: npm, tsx, nodemon and workers too.
const Module = require('node:module');
const { Server } = require('node:net');
const { express } = require('./express.cjs');
const { quietly } = require('./quietly.cjs');
const { report } = require('./report.cjs');
const { wrapMethod } = require('./wrap-method.cjs');

/**
 * What one framework does to tell its routes. `observe` sees everything that is loaded with `require`, which an `import` of
 * CommonJS comes down to, and calls `changed` when the app registers something. `list` is given the servers that listen.
 * @typedef {object} Framework
 * @property {(exported: unknown, changed: () => void) => void} observe
 * @property {(servers: readonly import('node:net').Server[]) => import('./report.cjs').Route[]} list
 */

/** @type {readonly Framework[]} */
const FRAMEWORKS = [express];
const AFTER_LISTENING_MS = [150, 1000, 3000];
const AFTER_CHANGE_MS = 150;

/** @param {string} target */
function watch(target) {
  /** @type {Set<import('node:net').Server>} */
  const servers = new Set();
  let isWaiting = false;

  const dump = () =>
    quietly(() => {
      const routes = FRAMEWORKS.flatMap((framework) => quietly(() => framework.list([...servers])) ?? []);
      if (routes.length > 0) report(target, routes);
    });
  /** @param {number} ms @param {() => void} work */
  const later = (ms, work) => setTimeout(work, ms).unref();
  const changed = () => {
    if (isWaiting || servers.size === 0) return;
    isWaiting = true;
    later(AFTER_CHANGE_MS, () => {
      isWaiting = false;
      dump();
    });
  };

  wrapMethod(Module, '_load', () => (exported) => {
    for (const framework of FRAMEWORKS) framework.observe(exported, changed);
  });
  wrapMethod(Server.prototype, 'listen', (server) => () => {
    server.once('listening', () => {
      servers.add(server);
      for (const ms of AFTER_LISTENING_MS) later(ms, dump);
    });
  });
  process.once('exit', dump);
}

const target = process.env['ROADWORTHY_ROUTES'];
if (target) quietly(() => watch(target));
