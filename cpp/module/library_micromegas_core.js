// Embind for the package's own core, an Emscripten JavaScript library (--js-library) in place of libembind.
//
// bindings.cpp passes strings and unsigned integers, and JavaScript that is checked against its types is all that calls
// it. Embind's own registry is for every type, and would be a tenth of the main entry.

addToLibrary({
  /** The id of std::string. */
  $micromegasStringType: '0',
  _embind_register_std_string__deps: ['$micromegasStringType'],
  _embind_register_std_string: (type) => {
    micromegasStringType = type;
  },

  // A string crosses as its size and its bytes. An argument is freed after the call, a result once it is read.
  $micromegasPassString__deps: ['$lengthBytesUTF8', '$stringToUTF8', 'malloc'],
  $micromegasPassString: (text) => {
    const size = lengthBytesUTF8(text);
    const pointer = _malloc(4 + size + 1);
    if (!pointer) throw new RangeError('micromegas: WebAssembly has no more memory');
    HEAPU32[pointer >>> 2] = size;
    stringToUTF8(text, pointer + 4, size + 1);
    return pointer;
  },
  $micromegasTakeString__deps: ['$UTF8ToString', 'free'],
  $micromegasTakeString: (pointer) => {
    const text = UTF8ToString(pointer + 4, HEAPU32[pointer >>> 2], /* ignoreNul= */ true);
    _free(pointer);
    return text;
  },

  _embind_register_function__deps: [
    '$UTF8ToString', '$micromegasPassString', '$micromegasStringType', '$micromegasTakeString', '$wasmTable',
  ],
  _embind_register_function: (name, count, types, signature, invoker, target) => {
    const [result, ...parameters] = HEAPU32.slice(types >>> 2, (types >>> 2) + count);
    const invoke = wasmTable.get(invoker);
    Module[UTF8ToString(name)] = (...args) => {
      const strings = [];
      const passed = parameters.map((type, index) => {
        if (type !== micromegasStringType) return args[index];
        strings.push(micromegasPassString(args[index]));
        return strings.at(-1);
      });
      const value = invoke(target, ...passed);
      strings.forEach((pointer) => _free(pointer));
      return result === micromegasStringType ? micromegasTakeString(value) : value;
    };
  },

  // For workers that start later.
  _embind_register_bindings: () => {},

  // The minimal runtime throws a plain text, which cannot be recognised.
  _abort_js: () => {
    throw new WebAssembly.RuntimeError('Aborted()');
  },

  // Replaces the function of library_micromegas_module.js, as this file comes after it, and drops its dependencies: the
  // core has no entries.
  $micromegasSetLogCallback__deps: [],
  $micromegasSetLogCallback: () => {},
  $micromegasSetPrint: () => {}, // it prints nothing
});
