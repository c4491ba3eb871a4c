// Why: docs/decisions/0005-how-an-entry-crosses-to-javascript.md
// The JavaScript half of ConsoleEventSink, an Emscripten JavaScript library (--js-library).
//
// The callback is called as callback(site, time, message, properties):
//   site        { level: 1 (fatal) … 6 (trace), target, modulePath, file, line }, frozen; one object for each call site
//   time        milliseconds since the Unix epoch
//   message     a string
//   properties  a plain object of strings, numbers, bigints and booleans, or undefined
// Every string is copied out of the heap before the callback runs, so it may keep them and may make memory grow.
//
// Names that others read stand in quotes: the Closure compiler (--closure 1) would rename them.

addToLibrary({
  $micromegas__deps: ['micromegas_describe_call_site'],
  $micromegas__postset: `
    // Worklets and Jest's jsdom have no TextDecoder.
    micromegas.decoder = globalThis.TextDecoder
      ? new TextDecoder('utf-8', { ignoreBOM: true })
      : { decode: micromegas.decode };
    micromegas.sites = new Map();
  `,
  $micromegas: {
    // The constants of a call site cross once and are kept under its address.
    sites: null,
    decoder: null,
    callback: null,
    callbackFailed: false,
    now: () => Date.now(), // milliseconds
    methods: ['debug', 'error', 'error', 'warn', 'info', 'debug', 'debug'],

    /**
     * UTF-8 text of a known length: it may hold NULs, and a byte order mark is part of it. `size` is the complement of
     * the length where that is at most 32 and every byte is a character.
     */
    text: (data, size) => {
      if (!size) return '';
      data >>>= 0;
      if (size < 0) {
        const heap = HEAPU8;
        // A TextDecoder takes twice as long for so little, in Chromium four times. Those after the end are cut off.
        const text = String.fromCharCode(
          heap[data], heap[data + 1], heap[data + 2], heap[data + 3], heap[data + 4], heap[data + 5], heap[data + 6], heap[data + 7],
          heap[data + 8], heap[data + 9], heap[data + 10], heap[data + 11], heap[data + 12], heap[data + 13], heap[data + 14], heap[data + 15],
          heap[data + 16], heap[data + 17], heap[data + 18], heap[data + 19], heap[data + 20], heap[data + 21], heap[data + 22], heap[data + 23],
          heap[data + 24], heap[data + 25], heap[data + 26], heap[data + 27], heap[data + 28], heap[data + 29], heap[data + 30], heap[data + 31],
        );
        return text.slice(0, ~size);
      }
#if SHARED_MEMORY
      // A TextDecoder does not take a view of shared memory.
      return micromegas.decoder.decode(HEAPU8.slice(data, data + size));
#else
      return micromegas.decoder.decode(HEAPU8.subarray(data, data + size));
#endif
    },

    decode: (bytes) => {
      const characters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
      try {
        return decodeURIComponent(escape(characters));
      } catch {
        return characters.replace(/[^\0-\x7f]/g, String.fromCharCode(0xfffd)); // bad UTF-8; the glue stays ASCII, also where a bundler spells escapes out
      }
    },

    textAt: (word) => micromegas.text(HEAPU32[word], HEAP32[word + 1]),

    /**
     * Of a property. The names of an entry are mostly those of its call site's last one, which are kept with their bytes.
     * A name that has been a key before becomes one four times faster.
     */
    nameAt: (word, names, at) => {
      const data = HEAPU32[word];
      const size = HEAPU32[word + 1];
      const known = names[at];
      let isKnown = known?.bytes.length === size;
      for (let i = 0; isKnown && i < size; ++i) isKnown = known.bytes[i] === HEAPU8[data + i];
      if (isKnown) return known.name;
      const bytes = HEAPU8.slice(data, data + size);
      const name = Object.keys({ [micromegas.decoder.decode(bytes)]: 0 })[0];
      names[at] = { bytes, name };
      return name;
    },

    describe: (desc) => {
      const word = _micromegas_describe_call_site(desc) >>> 2;
      const entry = {
        site: Object.freeze({
          'level': HEAPU32[word],
          'target': micromegas.textAt(word + 2),
          'modulePath': micromegas.textAt(word + 4),
          'file': micromegas.textAt(word + 6),
          'line': HEAPU32[word + 1],
        }),
        literal: micromegas.textAt(word + 8),
        names: [],
      };
      if (HEAPU32[word + 10]) micromegas.sites.set(desc, entry);
      return entry;
    },

    properties: (rest, names) => {
      const count = HEAPU32[rest + 3];
      if (!count) return;
      const properties = {};
      for (let word = HEAPU32[rest + 2] >>> 2, at = 0; at < count; word += 8, ++at) {
        const name = micromegas.nameAt(word, names, at);
        const value = micromegas.valueAt(word);
        if (name === '__proto__') {
          Object.defineProperty(properties, name, { value, enumerable: true, configurable: true, writable: true });
        } else if (at === 0) {
          // Each place that adds a key is fast while it meets one name, as where one call site logs much. So the first
          // property of an entry has a place of its own.
          properties[name] = value;
        } else {
          properties[name] = value;
        }
      }
      return properties;
    },

    /** A text, number (also an integer up to 2^53), boolean, or bigint of 64 bits with or without a sign. */
    valueAt: (word) => {
      const kind = HEAPU32[word + 6];
      if (!kind) return micromegas.textAt(word + 2);
      const number = HEAPF64[(word + 4) >>> 1];
      if (kind < 3) return kind === 1 ? number : number > 0;
      const high = (kind === 3 ? HEAP32 : HEAPU32)[word + 5];
      return BigInt(high) * BigInt(2 ** 32) + BigInt(HEAPU32[word + 4]);
    },

    /** The callback until JavaScript sets one. */
    print: (site, message, properties) => {
      const place = site['file'] ? ` (${site['file']}:${site['line']})` : '';
      const line = `[${site['target']}] ${message}${place}`;
      // The console takes its first argument for a format string, in Chromium also where it is the only one ("%%").
      const escaped = line.replaceAll('%', '%%');
      let args = [line];
      if (properties) args = [escaped, properties];
      else if (line.includes('%%')) args = [`%c${escaped}`, ''];
      console[micromegas.methods[site['level']]](...args);
    },

    deliver: (site, time, message, properties) => {
      if (!micromegas.callback) {
        micromegas.print(site, message, properties);
        return;
      }
      try {
        micromegas.callback(site, time, message, properties);
      } catch (error) {
        if (!micromegas.callbackFailed) {
          micromegas.callbackFailed = true;
          console.error('micromegas: the log callback threw; further errors of it are not reported', error);
        }
      }
    },

    setCallback: (callback) => {
      micromegas.callback = callback;
      micromegas.callbackFailed = false;
    },
  },

  micromegas_js_log__deps: ['$micromegas'],
  micromegas_js_log: (desc, message, size, rest) => {
    // No transient call site is at the address of a static one.
    const { site, literal, names } = micromegas.sites.get(desc) ?? micromegas.describe(desc);
    const text = message ? micromegas.text(message, size) : literal;
    const time = rest && HEAPF64[rest >>> 3];
    let properties = rest ? micromegas.properties(rest >>> 2, names) : undefined;
    // An entry that has waited has a time, and this is not the stack of its call. The console shows one by itself.
    if (site['level'] === 1 && !time && micromegas.callback) properties = { 'stack': new Error().stack, ...properties };
    micromegas.deliver(site, time || micromegas.now(), text, properties);
  },
});
