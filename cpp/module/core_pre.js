// Before the glue of the package's own core (--pre-js): js/core/ passes a compiled module.
var WebAssembly = Object.create(globalThis.WebAssembly ?? null, {
  instantiate: {
    value: async (compiled, imports) => ({
      instance: await globalThis.WebAssembly.instantiate(compiled, imports),
    }),
  },
});
