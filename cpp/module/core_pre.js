// Before the glue of the package's own core (--pre-js): what js/core/ hands it is compiled already.
var WebAssembly = Object.create(globalThis.WebAssembly ?? null, {
  instantiate: {
    value: async (compiled, imports) => ({
      instance: await globalThis.WebAssembly.instantiate(compiled, imports),
    }),
  },
});
