// The functions of a module for the npm package besides bindings.cpp, an Emscripten JavaScript library (--js-library).

addToLibrary({
  $micromegasModule__deps: ['$micromegasGuard', '$micromegasSetLogCallback', '$micromegasSetPrint'],
  $micromegasModule__postset: 'micromegasModule();',
  $micromegasModule: () => {
    Module['micromegasSetLogCallback'] = micromegasSetLogCallback;
    Module['micromegasFilterGeneration'] = () => {
      const word = _micromegas_filter_generation() >>> 2;
      return HEAP32.subarray(word, word + 1);
    };
    Module['micromegasGuard'] = micromegasGuard;
    Module['micromegasSetPrint'] = micromegasSetPrint;
  },

  /**
   * Passes what the program prints to `print(line, isError, realPrint)` instead of the console; not where the page gave
   * the factory a function of its own. null: to the console.
   */
  $micromegasSetPrint: (print) => {
    micromegasSetPrint.real ??= [out, err];
    const through = (isError) => {
      const real = micromegasSetPrint.real[isError];
      return print ? (...texts) => print(texts.join(' '), isError, real) : real;
    };
    if (!Module['print']) out = through(0);
    if (!Module['printErr']) err = through(1);
  },

  $micromegasSetLogCallback__deps: ['$micromegas', 'micromegas_deliver_early_entries'],
  $micromegasSetLogCallback: (callback) => {
    micromegas.setCallback(callback);
    if (callback) _micromegas_deliver_early_entries();
  },

#if WASM_EXCEPTIONS
  // With these options abort() is a trap without a message, so this keeps its argument.
  $micromegasAbortReason: 'undefined',
  $micromegasWatchAbort__deps: ['$micromegasAbortReason'],
  $micromegasWatchAbort__postset: 'micromegasWatchAbort();',
  $micromegasWatchAbort: () => {
    const onAbort = Module['onAbort'];
    Module['onAbort'] = (reason) => {
      micromegasAbortReason = reason;
      onAbort?.(reason);
    };
  },
#endif

  /** Explains an error of the module itself: a C++ exception, a trap, abort() or an overflow of the stack. */
  $micromegasExplain__deps: [
    '$micromegasTakeException',
#if WASM_EXCEPTIONS
    '$micromegasAbortReason', '$micromegasWatchAbort',
#endif
  ],
  $micromegasExplain: (error) => {
    const exception = micromegasTakeException(error);
    if (exception) return exception.filter(Boolean).join(': ');
    if (error instanceof WebAssembly.RuntimeError) {
#if WASM_EXCEPTIONS
      if (micromegasAbortReason !== undefined) {
        const reason = micromegasAbortReason;
        micromegasAbortReason = undefined;
        return `Aborted(${reason})`;
      }
#endif
      return error.message.replace('. Build with -sASSERTIONS for more info.', '');
    }
    // The engine's stack is WebAssembly's, too. Firefox calls it an InternalError.
    const isOverflow = /^(Range|Internal)Error$/.test(error?.name) && /call stack|recursion/.test(error.message);
    if (isOverflow && /wasm:\/\/|wasm-function\[/.test(error.stack)) {
      return `stack overflow (${error.message})`;
    }
  },

  /**
   * Calls; an error that is the module's, also where a promise rejects with it, becomes a ModuleFailure with its text
   * and its stack, which `onFailure` sees first.
   */
  $micromegasGuard__deps: ['$micromegasExplain', '$stackRestore', '$stackSave'],
  $micromegasGuard: (call, onFailure) => {
    const mark = stackSave();
    const entries = _micromegas_entries_under_way();
    const fail = (error) => {
#if !ASYNCIFY
      // Nothing unwinds the C++ stack when an error leaves it for JavaScript, so each error would cost some of it. A
      // promise rejects when no C++ runs, and then the mark may be deeper.
      stackRestore(Math.max(mark, stackSave()));
      _micromegas_return_to_entries(entries); // the error may have come out of a sink
#endif
      const message = micromegasExplain(error);
      if (message === undefined) throw error;
      const failure = Object.assign(new Error(message, { 'cause': error }), { name: 'ModuleFailure' });
      // V8's stack begins with the message. Others have nothing but frames, whose C++ names may hold spaces.
      const framesOf = ({ stack }) => (/^\s+at [^]*/m.exec(stack) ?? /^.*@[^]*/m.exec(stack))?.[0];
      const frames = framesOf(error) ?? framesOf(failure);
      failure.stack = `${failure}\n${frames}`;
      onFailure(failure); // may know a better message
      failure.stack = `${failure}\n${frames}`;
      throw failure;
    };
    try {
      const result = call();
      return typeof result?.then === 'function' ? result.then(undefined, fail) : result;
    } catch (error) {
#if ASYNCIFY
      stackRestore(mark); // but not where a promise rejects: C++ that waits may be deeper in the stack
      _micromegas_return_to_entries(entries);
#endif
      return fail(error);
    }
  },
});
