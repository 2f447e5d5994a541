// @ts-check
'use strict';
// Express 4 and 5. Mounts are remembered when `use` is called: turning the regular expression of a layer back into a path fails.
const { METHODS } = require('node:http');
const { own } = require('./own.cjs');
const { quietly } = require('./quietly.cjs');
const { sourceLine } = require('./source-line.cjs');
const { wrapMethod } = require('./wrap-method.cjs');

/** @typedef {import('./report.cjs').Route} Route */
/** @typedef {import('./hook.cjs').Framework} Framework */
/** @typedef {string | RegExp} Path */

const VERBS = METHODS.map((method) => method.toLowerCase());
const UNKNOWN_MOUNT = '/<unknown-mount>';
const UNKNOWN_PATH = '/<unknown-path>';

/** @type {WeakMap<object, { paths: Path[], handler: unknown }>} what was given to `use` for a layer */
const mounts = new WeakMap();
/** @type {WeakMap<object, Map<string, string | undefined>>} source line of each verb of a route */
const lines = new WeakMap();
/** @type {WeakMap<object, any>} the router that an app of Express 5 made when it first needed one */
const routers = new WeakMap();
/** @type {Set<any>} */
const apps = new Set();
const mounted = new WeakSet();
const patched = new WeakSet();

/** @type {Framework} */
const express = {
  observe(exported, changed) {
    if (typeof exported !== 'function' || patched.has(exported)) return;
    const application = own(exported, 'application');
    const Router = own(exported, 'Router');
    const Route = own(exported, 'Route');
    if (typeof application?.init !== 'function' || typeof Router !== 'function' || typeof Route !== 'function') return;
    patched.add(exported);
    rememberMounts(own(Router, 'use') ? Router : Router.prototype, changed);
    rememberLines(Route.prototype, changed);
    rememberApps(application);
  },

  list(servers) {
    const listeners = servers.map((server) => server.listeners('request')).filter((all) => all.length > 0);
    const isOurs = (/** @type {any} */ listener) => apps.has(listener) || rootStack(listener) !== undefined;
    const roots = new Set(listeners.flat().filter(isOurs));
    // a server whose listeners are unknown may hand its requests on to any app (socket.io, a closure)
    const isExplained = listeners.length > 0 && listeners.every((all) => all.some(isOurs));
    const others = [...apps].filter((app) => !mounted.has(app) && !roots.has(app));
    return [
      ...[...roots].flatMap((root) => walk(rootStack(root), '', [])),
      ...others.flatMap((app) => walk(stackOf(app), isExplained ? UNKNOWN_MOUNT : '', [])),
    ];
  },
};

/** @param {any} prototype @param {() => void} changed */
function rememberMounts(prototype, changed) {
  wrapMethod(prototype, 'use', (router, args) => {
    const before = router.stack.length;
    const hasPath = typeof [args[0]].flat(Infinity)[0] !== 'function';
    const paths = hasPath ? /** @type {Path[]} */ ([args[0]].flat(Infinity)) : ['/'];
    const handlers = args.slice(hasPath ? 1 : 0).flat(Infinity);
    return () => {
      // one layer for each handler, which may have been wrapped on its way into the layer
      for (const [index, layer] of router.stack.slice(before).entries()) {
        mounts.set(layer, { paths, handler: handlers[index] });
        if (handlers[index]) mounted.add(handlers[index]);
      }
      changed();
    };
  });
}

/** @param {any} prototype @param {() => void} changed */
function rememberLines(prototype, changed) {
  for (const verb of ['all', ...VERBS]) {
    wrapMethod(prototype, verb, (route) => {
      const known = lines.get(route) ?? new Map();
      lines.set(route, known);
      if (!known.has(verb)) known.set(verb, sourceLine());
      return changed;
    });
  }
}

/** @param {any} application */
function rememberApps(application) {
  wrapMethod(application, 'init', (app) => () => {
    apps.add(app);
    rememberRouter(app);
    // the parent has just wrapped the app in a function: its newest layer
    app.on('mount', (/** @type {any} */ parent) =>
      quietly(() => {
        const mount = mounts.get(stackOf(parent)?.slice(-1)[0] ?? {});
        if (mount) mount.handler = app;
        mounted.add(app);
      }),
    );
  });
}

/** Reading `app.router` makes the router with the settings of that moment, so only the app itself does. @param {any} app */
function rememberRouter(app) {
  const property = Object.getOwnPropertyDescriptor(app, 'router');
  const get = property?.get;
  if (!get || !property.configurable) return;
  Object.defineProperty(app, 'router', {
    ...property,
    get() {
      const router = get.call(this);
      routers.set(app, router);
      return router;
    },
  });
}

/** The layers of a router, or of an app that has some. @param {any} handler @returns {any[] | undefined} */
function stackOf(handler) {
  if (typeof handler !== 'function') return undefined;
  const stack = own(routers.get(handler) ?? own(handler, '_router') ?? handler, 'stack');
  return Array.isArray(stack) ? stack : undefined;
}

/** The same for what a server calls, which may be an app of an Express that is inside a bundle and was not seen being loaded. @param {any} listener */
function rootStack(listener) {
  return stackOf(listener) ?? (apps.has(listener) ? undefined : stackOf(quietly(() => listener.router)));
}

/**
 * @param {readonly any[] | undefined} stack
 * @param {string} base
 * @param {readonly unknown[]} above
 * @returns {Route[]}
 */
function walk(stack, base, above) {
  if (!stack || above.includes(stack)) return [];
  return stack.flatMap((layer) => {
    if (layer.route) return routesOf(layer.route, base);
    const { paths, handler } = mounts.get(layer) ?? { paths: pathsOfStranger(layer), handler: undefined };
    const inner = stackOf(handler) ?? stackOf(layer.handle);
    return inner
      ? paths.flatMap((path) => walk(inner, join(base, typeof path === 'string' ? path : UNKNOWN_MOUNT), [...above, stack]))
      : [];
  });
}

/** @param {any} route @param {string} base @returns {Route[]} */
function routesOf(route, base) {
  const verbs = Object.keys(route.methods);
  const isAll = VERBS.every((verb) => verbs.includes(verb));
  const methods = isAll ? ['all'] : verbs.map((verb) => (verb === '_all' ? 'all' : verb));
  return [route.path].flat(Infinity).flatMap((path) =>
    methods.map((verb) => ({
      method: verb.toUpperCase(),
      path: join(base, typeof path === 'string' ? path : UNKNOWN_PATH),
      // Express 4 and 5 register `app.all` as every verb, one by one
      at: lines.get(route)?.get(verb) ?? lines.get(route)?.get(VERBS[0] ?? ''),
    })),
  );
}

/** Where a layer is mounted by what its router keeps. @param {any} layer @returns {Path[]} */
function pathsOfStranger(layer) {
  if (layer.rawPath !== undefined) return [layer.rawPath].flat(Infinity);
  return layer.slash || layer.regexp?.fast_slash ? ['/'] : [UNKNOWN_MOUNT];
}

/** `/` of a router is the path of its mount; other slashes at the end stay. @param {string} base @param {string} path */
function join(base, path) {
  const above = base.replace(/\/+$/, '');
  return path === '/' || path === '' ? above || '/' : `${above}/${path}`.replace(/\/+/g, '/');
}

module.exports = { express };
