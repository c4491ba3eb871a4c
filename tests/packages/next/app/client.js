'use client';

import { init } from 'micromegas-tracing';
import { init as initExternal } from 'micromegas-tracing/external';
import { useEffect } from 'react';

import { sixLevels } from '../six-levels.js';

let begun = false;

async function log() {
  await sixLevels(init, 'app.embedded');
  await sixLevels(initExternal, 'app.external');
  document.body.dataset.done = '';
}

export default function Client() {
  useEffect(() => {
    if (!begun) log();
    begun = true;
  }, []);
  return <p>micromegas-tracing</p>;
}
