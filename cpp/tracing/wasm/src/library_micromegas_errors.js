// Errors that leave C++, an Emscripten JavaScript library (--js-library).

addToLibrary({
  /** [demangled type, what() or ''] of a C++ exception that JavaScript has caught, after which it is gone; or undefined. */
#if WASM_EXCEPTIONS
  $micromegasTakeException__deps: ['$getCppExceptionTag', '$getExceptionMessage', '$decrementExceptionRefcount'],
#elif !DISABLE_EXCEPTION_CATCHING
  $micromegasTakeException__deps: ['$getExceptionMessage', '$decrementExceptionRefcount'],
#endif
  $micromegasTakeException: (error) => {
#if WASM_EXCEPTIONS
    if (!(error instanceof WebAssembly.Exception && error.is(getCppExceptionTag()))) return;
#elif !DISABLE_EXCEPTION_CATCHING
    if (!(error instanceof CppException)) return;
#endif
#if WASM_EXCEPTIONS || !DISABLE_EXCEPTION_CATCHING
    const [type, what] = getExceptionMessage(error);
    decrementExceptionRefcount(error);
    return [type, what ?? ''];
#endif
  },
});
