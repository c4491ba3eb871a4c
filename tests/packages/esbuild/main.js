import { logAll } from './log-all.js';

await logAll();
document.body.dataset.done = '';
