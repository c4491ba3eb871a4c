// Names that vite.config.js gives to files: TypeScript cannot look there.

declare module 'query-engine-module' {
  export default function createModule(): Promise<import('../../js/query-engine.js').EngineModule>;
}

declare module 'vega-data/*?url' {
  const url: string;
  export default url;
}
