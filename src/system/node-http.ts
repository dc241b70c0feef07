/**
 * `node:http`, not by `import`: for that Node reads every export, and behind three of them (WebSocket and its events) lies all of
 * undici, which costs 40 ms and 12 MiB that nothing here uses.
 */
export const http = process.getBuiltinModule('node:http');

/** `node:https`, loaded where it is first spoken: TLS costs a run that stays on this machine some milliseconds. */
export const https = () => process.getBuiltinModule('node:https');
