// Before the glue of the package's own core (--pre-js): it gets its instance from js/core/, which has the WebAssembly as
// text or fetches a file.
var WebAssembly = Object.create(globalThis.WebAssembly ?? null, {
  instantiate: { value: (_, imports) => Module['instantiate'](imports) },
});
