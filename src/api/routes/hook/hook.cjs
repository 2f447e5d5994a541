// @ts-check
'use strict';
// Preloaded by NODE_OPTIONS=--require into every Node process of the discovery stack: npm, tsx, nodemon and workers too.
const Module = require('node:module');
const { Server } = require('node:net');
const { express } = require('./express.cjs');
const { fastify } = require('./fastify.cjs');
const { koa } = require('./koa.cjs');
const { quietly } = require('./quietly.cjs');
const { report } = require('./report.cjs');
const { wrapMethod } = require('./wrap-method.cjs');

/**
 * What one framework does to tell its routes. `begin` is called before the app is loaded, `observe` with everything that is
 * loaded with `require`, which an `import` of CommonJS comes down to; both call `changed` when the app registers something.
 * `list` is given the servers that listen.
 * @typedef {object} Framework
 * @property {(changed: () => void) => void} [begin]
 * @property {(exported: unknown, changed: () => void, request: unknown) => void} [observe]
 * @property {(servers: readonly import('node:net').Server[]) => import('./report.cjs').Route[]} list
 */

/** @type {readonly Framework[]} */
const FRAMEWORKS = [express, fastify, koa];
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

  for (const framework of FRAMEWORKS) quietly(() => framework.begin?.(changed));
  wrapMethod(Module, '_load', (_module, [request]) => (exported) => {
    for (const framework of FRAMEWORKS) quietly(() => framework.observe?.(exported, changed, request));
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
