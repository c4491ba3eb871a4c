// A worker by an entry that loads the core with import(): worker-by-entry.js?index
import { speak } from './speak.js';

const { init } = await import(`/dist/esm/${location.search.slice(1)}.js`);
speak(self, { init });
