import { init } from 'micromegas-tracing';

export const turn = 'first';
export const tracing = await init();

import.meta.hot?.dispose(() => tracing.shutdown()); // a new version of this file begins anew
