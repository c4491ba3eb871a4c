import { init, memorySink } from 'micromegas-tracing';

import { sixLevels } from './six-levels.js';

export default {
  async fetch() {
    const memory = memorySink();
    const sinks = [memory];
    await Promise.all([sixLevels(init, 'app.one', { sinks }), sixLevels(init, 'app.other', { sinks })]);
    await sixLevels(init, 'app.embedded');
    return Response.json(memory.records.map(({ level, target }) => `${target} ${level}`).sort());
  },
};
