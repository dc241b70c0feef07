/**
 * The layer rule of docs/adr/0002-the-house.md: imports point down.
 * Each entry names a room and the only rooms of src/ that it may import from (its own folder always).
 */
const rooms = [
  'dockerfile',
  'image',
  'scan',
  'provenance',
  'signing',
  'verification',
  'source',
  'ci',
  'kits',
  'policy',
];

const belowActions = [...rooms, 'evidence', 'trust', 'registry', 'system', 'model', 'templating', 'config'];

const allowed = {
  model: [],
  system: ['model'],
  registry: ['system', 'model'],
  evidence: ['registry', 'system', 'model'],
  trust: ['registry', 'system', 'model'],
  templating: ['system', 'model'],
  output: ['model', 'system'],
  config: ['system', 'model'],
  ...Object.fromEntries(
    rooms.map((room) => [room, ['evidence', 'trust', 'registry', 'system', 'model', 'templating']]),
  ),
  verification: ['evidence', 'trust', 'registry', 'model'],
  dockerfile: ['model', 'templating'],
  provenance: ['evidence', 'model'],
  actions: belowActions,
  pipeline: ['actions', ...belowActions],
  cli: ['pipeline', 'actions', ...belowActions, 'output'],
  commands: ['pipeline', 'actions', ...belowActions, 'output', 'cli'],
  plain: ['commands', 'pipeline', 'actions', ...belowActions, 'output', 'cli'],
};

const everyRoom = Object.keys(allowed);

export const layerZones = everyRoom.flatMap((room) => {
  const forbidden = everyRoom.filter((other) => other !== room && !allowed[room].includes(other));
  return forbidden.map((other) => ({
    target: `./src/${room}`,
    from: `./src/${other}`,
    message: `src/${room} may not import src/${other}: imports point down (docs/adr/0002-the-house.md)`,
  }));
});
