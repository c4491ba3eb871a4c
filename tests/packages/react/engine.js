import createProbe from './probe.mjs';

export const engine = createProbe();
