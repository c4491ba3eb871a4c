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

  /** What {fmt} throws. */
  $MicromegasFormatError: class extends Error {},

  micromegas_js_throw_format_error__deps: ['$MicromegasFormatError', '$UTF8ToString'],
  micromegas_js_throw_format_error: (message) => {
    throw new MicromegasFormatError(UTF8ToString(message));
  },

  // Formats. Returns null, or what the error said that came out of it, to be freed.
  micromegas_js_try_format__deps: [
    'micromegas_format', '$micromegasTakeException', '$MicromegasFormatError', '$stackSave', '$stackRestore',
    '$stringToNewUTF8',
  ],
  micromegas_js_try_format: (work) => {
    const stack = stackSave();
    try {
      _micromegas_format(work);
      return 0;
    } catch (error) {
      stackRestore(stack);
      if (error instanceof MicromegasFormatError) return stringToNewUTF8(error.message);
      const exception = micromegasTakeException(error);
      if (!exception) throw error; // a trap, the program's exit, or JavaScript's own
      return stringToNewUTF8(exception[1] || 'unknown exception');
    }
  },
});
