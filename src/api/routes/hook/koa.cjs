// @ts-check
'use strict';
// Koa 2 and 3, and the routers that keep their layers in a `stack`. Both are known by their shape: they come by many names.
const { methodsOf } = require('./methods.cjs');
const { own } = require('./own.cjs');
const { sourceLine } = require('./source-line.cjs');
const { wrapMethod } = require('./wrap-method.cjs');

/** @typedef {import('./report.cjs').Route} Route */
/** @typedef {import('./hook.cjs').Framework} Framework */

const UNKNOWN_MOUNT = '/<unknown-mount>';
const UNKNOWN_PATH = '/<unknown-path>';
/** A router copies the properties of a layer when another router takes it in. */
const LINE = Symbol('line');

/** @type {Set<any>} */
const apps = new Set();
/** @type {Set<any>} routers that were asked for their middleware */
const routers = new Set();
const nested = new WeakSet();
const patched = new WeakSet();
let canMount = false;

/** @type {Framework} */
const koa = {
  observe(exported, changed, request) {
    if (request === 'koa-mount') canMount = true;
    for (const candidate of [exported, ...routersIn(exported, request)]) {
      const prototype = typeof candidate === 'function' ? own(candidate, 'prototype') : undefined;
      if (!prototype || patched.has(prototype)) continue;
      const has = (/** @type {string[]} */ ...names) => names.every((name) => typeof own(prototype, name) === 'function');
      if (has('callback', 'createContext', 'handleRequest', 'use')) rememberApps(prototype, changed);
      else if (has('routes', 'allowedMethods', 'register', 'use')) rememberRouters(prototype, changed);
      else continue;
      patched.add(prototype);
    }
  },

  list() {
    const reached = new Set([...apps].flatMap((app) => app.middleware.map((/** @type {any} */ one) => one.router)));
    // one that is composed into another middleware keeps its paths, one that is mounted does not
    const others = [...routers].filter((router) => apps.size > 0 && !reached.has(router) && !nested.has(router));
    return [
      ...[...reached].flatMap((router) => routesOf(router, '')),
      ...others.flatMap((router) => routesOf(router, canMount ? UNKNOWN_MOUNT : '')),
    ];
  },
};

/** A bundled package hides its classes behind getters; these are run for what is named like a router of Koa only. @param {any} exported @param {unknown} request */
function routersIn(exported, request) {
  if (!/\bkoa\b.*router/.test(String(request)) || !exported) return [];
  return [exported.default, exported.Router];
}

/** @param {any} prototype @param {() => void} changed */
function rememberApps(prototype, changed) {
  wrapMethod(prototype, 'callback', (app) => void apps.add(app));
  wrapMethod(prototype, 'use', () => changed);
}

/** @param {any} prototype @param {() => void} changed */
function rememberRouters(prototype, changed) {
  wrapMethod(prototype, 'register', (router) => {
    const before = router.stack.length;
    const at = sourceLine();
    return () => {
      for (const layer of router.stack.slice(before)) layer[LINE] = layer[LINE] ?? at;
      changed();
    };
  });
  wrapMethod(prototype, 'use', (_router, args) => {
    for (const one of args) if (one?.router) nested.add(one.router);
    return changed;
  });
  for (const name of ['routes', 'middleware']) wrapMethod(prototype, name, (router) => void routers.add(router));
}

/** @param {any} router @param {string} base @returns {Route[]} */
function routesOf(router, base) {
  const stack = router?.stack;
  if (!Array.isArray(stack)) return [];
  // a layer without methods is a middleware
  return stack.flatMap((layer) =>
    methodsOf(layer.methods ?? []).map((method) => ({
      method,
      path: typeof layer.path === 'string' ? base + (layer.path || '/') : UNKNOWN_PATH,
      at: layer[LINE],
    })),
  );
}

module.exports = { koa };
