// Errors that leave C++, an Emscripten JavaScript library (--js-library).

addToLibrary({
  /**
   * [demangled type, what() or ''] of a C++ exception that JavaScript has caught, after which it is gone; or undefined.
   */
#if WASM_EXCEPTIONS || !DISABLE_EXCEPTION_CATCHING
  $micromegasTakeException__deps: [
#if WASM_EXCEPTIONS
    '$getCppExceptionTag',
#endif
    '$getExceptionMessage', '$decrementExceptionRefcount', '$decrementUncaughtExceptionCount',
  ],
#endif
  $micromegasTakeException: (error) => {
#if WASM_EXCEPTIONS
    if (!(error instanceof WebAssembly.Exception && error.is(getCppExceptionTag()))) return;
#elif !DISABLE_EXCEPTION_CATCHING
    if (!(error instanceof CppException)) return;
#endif
#if WASM_EXCEPTIONS || !DISABLE_EXCEPTION_CATCHING
    const [type, message] = getExceptionMessage(error);
    decrementUncaughtExceptionCount();
    decrementExceptionRefcount(error);
    return [type, message ?? ''];
#endif
  },

#if WASM_EXCEPTIONS || !DISABLE_EXCEPTION_CATCHING
  // In place of Emscripten's, whose decoder for short texts swallows letters where what() is not UTF-8.
  $getExceptionMessageCommon__deps: [
    '__get_exception_message', 'free', '$stackSave', '$stackRestore', '$stackAlloc', '$UTF8ToString',
  ],
  $getExceptionMessageCommon: (exception) => {
    const takeText = (pointer) => {
      if (!pointer) return;
      const bytes = HEAPU8.slice(pointer, HEAPU8.indexOf(0, pointer));
      const text = globalThis.TextDecoder ? new TextDecoder().decode(bytes) : UTF8ToString(pointer);
      _free(pointer);
      return text;
    };
    const stack = stackSave();
    const addresses = stackAlloc(8);
    ___get_exception_message(exception, addresses, addresses + 4);
    const [type, message] = HEAPU32.slice(addresses >>> 2, (addresses >>> 2) + 2);
    stackRestore(stack);
    return [takeText(type), takeText(message)];
  },
#endif

  // For the terminate hook, in C++'s memory; null where there is no exception.
#if WASM_EXCEPTIONS
  micromegas_js_describe_exception__deps: [
    '__cxa_current_primary_exception', '__cxa_uncaught_exceptions', '$getExceptionMessageCommon', '$stringToNewUTF8',
  ],
#elif !DISABLE_EXCEPTION_CATCHING
  micromegas_js_describe_exception__deps: ['$exceptionCaught', '$getExceptionMessageCommon', '$stringToNewUTF8'],
#endif
  micromegas_js_describe_exception: () => {
#if WASM_EXCEPTIONS
    const caught = ___cxa_current_primary_exception();
    // An exception that would leave a noexcept function is not caught there, and its text is not available.
    if (!caught && ___cxa_uncaught_exceptions()) {
      return stringToNewUTF8('terminate called: an exception left a noexcept function');
    }
#elif !DISABLE_EXCEPTION_CATCHING
    const caught = exceptionCaught.at(-1)?.excPtr;
#endif
#if WASM_EXCEPTIONS || !DISABLE_EXCEPTION_CATCHING
    if (caught) {
      const description = getExceptionMessageCommon(caught).filter(Boolean).join(': ');
      return stringToNewUTF8(`terminate called after throwing ${description}`);
    }
#endif
    return 0;
  },

  // Of the module's functions, the innermost first: without the line of the error, and this function's and C++'s.
  micromegas_js_stack__deps: ['$stringToNewUTF8'],
  micromegas_js_stack: () => {
    const frames = String(new Error().stack).split('\n');
    const from = frames.findIndex((frame) => frame.includes('stack_trace')) + 1 || frames.findIndex((frame) => frame.includes('wasm'));
    return stringToNewUTF8(frames.slice(Math.max(from, 0), from + 64).map((frame) => frame.trim()).join('\n'));
  },

  /** The exceptions of {fmt}. */
  $MicromegasFormatError: class extends Error {},

  micromegas_js_throw_format_error__deps: ['$MicromegasFormatError', '$UTF8ToString'],
  micromegas_js_throw_format_error: (message) => {
    throw new MicromegasFormatError(UTF8ToString(message));
  },

  // Formats. Returns null, or the message of an error, to be freed.
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

  // A microtask runs when no JavaScript is under way, and so no C++. C++ of ASYNCIFY and JSPI may be suspended
  // meanwhile.
  micromegas_js_leave_sink_when_idle__deps: ['micromegas_leave_sink'],
  micromegas_js_leave_sink_when_idle: () => {
#if !ASYNCIFY
    Promise.resolve().then(_micromegas_leave_sink);
#endif
  },
});
