// @ts-check
'use strict';
// Fastify 3, 4 and 5, also inside a bundle: each instance announces itself on a diagnostics channel.
const diagnostics = require('node:diagnostics_channel');
const { methodsOf } = require('./methods.cjs');
const { quietly } = require('./quietly.cjs');
const { sourceLine } = require('./source-line.cjs');

/** @typedef {import('./report.cjs').Route} Route */
/** @typedef {import('./hook.cjs').Framework} Framework */

// kept here, because Node may forget a channel that nobody holds
const channel = diagnostics.channel('fastify.initialization');
/** @type {Route[]} */
const routes = [];

/** @type {Framework} */
const fastify = {
  begin(changed) {
    channel.subscribe((message) =>
      quietly(() =>
        /** @type {any} */ (message).fastify.addHook('onRoute', (/** @type {any} */ route) => remember(route, changed)),
      ),
    );
  },

  list() {
    return routes;
  },
};

/** @param {any} route @param {() => void} changed */
function remember(route, changed) {
  quietly(() => {
    const at = sourceLine();
    for (const method of methodsOf(route.method)) routes.push({ method, path: String(route.url) || '/', at });
    changed();
  });
}

module.exports = { fastify };
