// The JavaScript half of ConsoleEventSink, an Emscripten JavaScript library (--js-library).
//
// The callback is called as callback(site, timeMicroseconds, message, properties):
//   site        { level: 1 (fatal) … 6 (trace), target, modulePath, file, line }, frozen; one object for each call site
//   time        microseconds since the Unix epoch
//   message     a string
//   properties  a plain object of strings, or undefined
// Every string is copied out of the heap before the callback runs, so it may keep them and may make memory grow.

addToLibrary({
  $micromegas__deps: ['micromegas_describe_call_site'],
  $micromegas__postset: `
    // Jest's jsdom lacks what browsers and the Node beneath it have.
    const Decoder = globalThis.TextDecoder ?? process.getBuiltinModule('node:util').TextDecoder;
    micromegas.decoder = new Decoder('utf-8', { ignoreBOM: true });
    micromegas.sites = new Map();
    micromegas.recentSites = new Array(256).fill(undefined);
  `,
  $micromegas: {
    // What never changes about a call site crosses once and is kept under its address.
    sites: null,
    recentSites: null,
    decoder: null,
    callback: null,
    callbackFailed: false,
    methods: ['debug', 'error', 'error', 'warn', 'info', 'debug', 'debug'],

    /** UTF-8 text of a known length: it may hold NULs, and a byte order mark is part of it. */
    text: (data, size) => {
      if (!size) return '';
      data >>>= 0;
      // As of some 100 characters, TextDecoder is the faster one.
      const short = size <= 96 ? micromegas.ascii(HEAPU8, data, data + size) : undefined;
      if (short !== undefined) return short;
#if SHARED_MEMORY
      // A TextDecoder does not take a view of shared memory.
      return micromegas.decoder.decode(HEAPU8.slice(data, data + size));
#else
      return micromegas.decoder.decode(HEAPU8.subarray(data, data + size));
#endif
    },

    /** Text of ASCII alone, or undefined if it is not. Sixteen characters at a time, as that is what engines do fast. */
    ascii: (heap, at, end) => {
      let text = '';
      for (; at + 16 <= end; at += 16) {
        const a = heap[at], b = heap[at + 1], c = heap[at + 2], d = heap[at + 3];
        const e = heap[at + 4], f = heap[at + 5], g = heap[at + 6], h = heap[at + 7];
        const i = heap[at + 8], j = heap[at + 9], k = heap[at + 10], l = heap[at + 11];
        const m = heap[at + 12], n = heap[at + 13], o = heap[at + 14], p = heap[at + 15];
        if ((a | b | c | d | e | f | g | h | i | j | k | l | m | n | o | p) > 127) return;
        text += String.fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
      }
      for (; at + 4 <= end; at += 4) {
        const a = heap[at], b = heap[at + 1], c = heap[at + 2], d = heap[at + 3];
        if ((a | b | c | d) > 127) return;
        text += String.fromCharCode(a, b, c, d);
      }
      for (; at < end; ++at) {
        const a = heap[at];
        if (a > 127) return;
        text += String.fromCharCode(a);
      }
      return text;
    },

    textAt: (word) => micromegas.text(HEAPU32[word], HEAPU32[word + 1]),

    describe: (desc) => {
      const word = _micromegas_describe_call_site(desc) >>> 2;
      return {
        desc,
        site: Object.freeze({
          level: HEAPU32[word],
          target: micromegas.textAt(word + 2),
          modulePath: micromegas.textAt(word + 4),
          file: micromegas.textAt(word + 6),
          line: HEAPU32[word + 1],
        }),
        literal: micromegas.textAt(word + 8),
      };
    },

    properties: (texts, count) => {
      const properties = {};
      for (let word = texts >>> 2, end = word + 4 * count; word < end; word += 4) {
        const name = micromegas.textAt(word);
        const value = micromegas.textAt(word + 2);
        // Not an assignment: "__proto__" is a name like any other.
        Object.defineProperty(properties, name, { value, enumerable: true, configurable: true, writable: true });
      }
      return properties;
    },

    /** What happens until JavaScript sets a callback. */
    print: (site, message, properties) => {
      const place = site.file ? ` (${site.file}:${site.line})` : '';
      const line = `[${site.target}] ${message}${place}`;
      // The console takes its first argument for a format string, in Chromium also where it is the only one ("%%").
      const escaped = line.replaceAll('%', '%%');
      let args = [line];
      if (properties) args = [escaped, properties];
      else if (line.includes('%%')) args = [`%c${escaped}`, ''];
      console[micromegas.methods[site.level]](...args);
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
  micromegas_js_log: (desc, isStatic, time, message, size, properties, count) => {
    // The sites that logged last lie in an array, found sooner than in the map.
    const slot = (desc >>> 3) & 255;
    let entry = micromegas.recentSites[slot];
    if (!isStatic) {
      entry = micromegas.describe(desc);
    } else if (entry?.desc !== desc) {
      entry = micromegas.sites.get(desc);
      if (!entry) micromegas.sites.set(desc, (entry = micromegas.describe(desc)));
      micromegas.recentSites[slot] = entry;
    }
    const text = message ? micromegas.text(message, size) : entry.literal;
    micromegas.deliver(entry.site, time, text, count ? micromegas.properties(properties, count) : undefined);
  },

  // Called by the embind module with a handle of the function, or of null.
  micromegas_js_set_callback__deps: ['$micromegas', '$Emval'],
  micromegas_js_set_callback: (handle) => micromegas.setCallback(Emval.toValue(handle)),
});
