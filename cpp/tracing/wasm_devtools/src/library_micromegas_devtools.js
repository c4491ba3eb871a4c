// Spans on tracks of Chromium's performance panel, an Emscripten JavaScript library (--js-library).

addToLibrary({
  // Entries stand on the same clock.
  micromegas_js_performance_now__deps: ['$micromegas'],
  micromegas_js_performance_now__postset:
    'micromegas.now = () => performance.timeOrigin + performance.now();',
  micromegas_js_performance_now: () => performance.now(),
  micromegas_js_performance_origin: () => performance.timeOrigin,

  // Colours that the panel knows: https://developer.chrome.com/docs/devtools/performance/extension
  $micromegasColours: [
    'primary', 'secondary', 'tertiary', 'primary-light', 'secondary-light', 'tertiary-light', 'primary-dark',
    'secondary-dark', 'tertiary-dark',
  ],

  // Properties of the span that ends next, on this thread.
  $micromegasSpanProperties: [],
  micromegas_js_span_property__deps: ['$micromegas', '$micromegasSpanProperties'],
  micromegas_js_span_property: (name, nameSize, value, valueSize) => {
    micromegasSpanProperties.push([micromegas.text(name, nameSize), micromegas.text(value, valueSize)]);
  },

  micromegas_js_measure__deps: ['$micromegas', '$micromegasColours', '$micromegasSpanProperties'],
  micromegas_js_measure: (name, nameSize, target, targetSize, file, fileSize, line, start, spanId, parentSpanId) => {
    const label = micromegas.text(name, nameSize);
    const where = micromegas.text(target, targetSize);
    const properties = [
      ['target', where],
      ['place', `${micromegas.text(file, fileSize)}:${line}`],
    ];
    if (spanId) properties.push(['span', `${spanId}`]);
    if (parentSpanId) properties.push(['parent', `${parentSpanId}`]);
    properties.push(...micromegasSpanProperties.splice(0));
    // One colour for each target.
    let sum = 0;
    for (const character of where) sum += character.charCodeAt(0);
    // In quotes, so that the Closure compiler leaves the names as they are.
    performance.measure(label, {
      'start': start,
      'end': performance.now(),
      'detail': {
        // The panel reads this field; other browsers show the measure in their own list.
        'devtools': {
          'dataType': 'track-entry',
          'trackGroup': 'micromegas',
          // Async spans overlap: spans that do not nest get rows of their own.
          'track': spanId ? 'C++ async' : 'C++',
          'color': micromegasColours[sum % micromegasColours.length],
          'tooltipText': `${label} (${where})`,
          'properties': properties,
        },
      },
    });
    // The panel has it now; the page's own list of entries would grow without end.
    performance.clearMeasures(label);
  },
});
