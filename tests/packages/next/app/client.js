'use client';

import { useEffect } from 'react';

import { logAll } from '../log-all.js';

let begun = false;

export default function Client() {
  useEffect(() => {
    if (!begun) logAll().then(() => (document.body.dataset.done = ''));
    begun = true;
  }, []);
  return <p>micromegas-tracing</p>;
}
