/** Where set-up keeps things and how it reaches the engine. Another value of this type is a set-up of its own beside the first. */
export interface Settings {
  /** What must outlive a reboot: configuration, process ids, logs. */
  stateFolder: string;
  /** What can be made again: the stand-ins. */
  cacheFolder: string;
  mirrorPort: number;
  dockerHost: string;
  /** More flags for a dockerd that set-up starts. */
  dockerdFlags: string[];
}

export const helperImage = 'node:24-alpine';

export const defaultSettings: Settings = {
  stateFolder: '/var/lib/roadworthy',
  cacheFolder: '/var/cache/roadworthy',
  mirrorPort: 15973,
  dockerHost: process.env['DOCKER_HOST'] || 'unix:///var/run/docker.sock',
  dockerdFlags: [],
};

export const mirrorAddress = (settings: Settings): string => `http://127.0.0.1:${settings.mirrorPort}`;
export const daemonConfig = (settings: Settings): string => `${settings.stateFolder}/daemon.json`;
export const logFile = (settings: Settings, name: string): string => `${settings.stateFolder}/logs/${name}.log`;
export const storeFolder = (settings: Settings): string => `${settings.cacheFolder}/stand-ins`;
