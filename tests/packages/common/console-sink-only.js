import { consoleSink } from 'micromegas-tracing';

export const sink = consoleSink();
