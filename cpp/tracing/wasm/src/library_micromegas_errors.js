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

  micromegas_js_take_exception__deps: ['$micromegasTakeException', '$Emval'],
  micromegas_js_take_exception: (handle) => Emval.toHandle(micromegasTakeException(Emval.toValue(handle))),

  // Formats. Returns null, or what the exception said that came out of it, to be freed.
  micromegas_js_try_format__deps: [
    'micromegas_format', '$micromegasTakeException', '$stackSave', '$stackRestore', '$stringToNewUTF8',
  ],
  micromegas_js_try_format: (work) => {
    const stack = stackSave();
    try {
      _micromegas_format(work);
      return 0;
    } catch (error) {
      stackRestore(stack);
      const exception = micromegasTakeException(error);
      if (!exception) throw error; // a trap, the program's exit, or JavaScript's own
      return stringToNewUTF8(exception[1] || 'unknown exception');
    }
  },
});
