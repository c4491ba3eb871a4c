import { useState } from 'react';

import { engine } from './engine.js';
import { tracing, turn } from './tracing.js';
import { useTracing } from './use-tracing.js';

const version = 'one';
const log = tracing.logger('app.page');

export function App() {
  const [isShown, setShown] = useState(true);
  return (
    <>
      <input type="checkbox" checked={isShown} onChange={() => setShown(!isShown)} />
      {isShown && <Panel />}
    </>
  );
}

function Panel() {
  const own = useTracing({ module: engine, name: 'engine', filterOverride: false });
  const speak = async () => {
    log.info(`page ${version}`);
    own.logger('app.panel').info(`panel ${version}`);
    (await engine).logText(`C++ ${version}`);
  };
  return (
    <button disabled={!own} data-tracing={turn} onClick={speak}>
      version {version}
    </button>
  );
}
