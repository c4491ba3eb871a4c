import createModule from '#micromegas-core';

/**
 * Makes the package's own core.
 *
 * @param {(imports: WebAssembly.Imports) => Promise<WebAssembly.WebAssemblyInstantiatedSource>} instantiate
 * @returns {Promise<import('../wasm-module.js').EmscriptenModule>}
 */
export function makeCore(instantiate) {
  return new Promise((resolve, reject) => {
    createModule({
      // The glue would wait for ever for an instance that cannot be made, so that failure goes past it.
      instantiateWasm(imports, receive) {
        instantiate(imports).then(({ instance }) => receive(instance), reject);
      },
    }).then(resolve, reject);
  });
}
