// Spans on a track of Chromium's performance panel, an Emscripten JavaScript library (--js-library).

addToLibrary({
  micromegas_js_performance_now: () => performance.now(),
  micromegas_js_performance_origin: () => performance.timeOrigin,

  // Those that the panel knows: https://developer.chrome.com/docs/devtools/performance/extension
  $micromegasColours: [
    'primary', 'secondary', 'tertiary', 'primary-light', 'secondary-light', 'tertiary-light', 'primary-dark',
    'secondary-dark', 'tertiary-dark',
  ],

  micromegas_js_measure__deps: ['$micromegas', '$micromegasColours'],
  micromegas_js_measure: (name, nameSize, target, targetSize, file, fileSize, line, start) => {
    const label = micromegas.text(name, nameSize);
    const where = micromegas.text(target, targetSize);
    const place = `${micromegas.text(file, fileSize)}:${line}`;
    // One colour for each target.
    let sum = 0;
    for (const character of where) sum += character.charCodeAt(0);
    performance.measure(label, {
      start,
      end: performance.now(),
      detail: {
        // The panel reads this field; other browsers show the measure in their own list.
        devtools: {
          dataType: 'track-entry',
          trackGroup: 'micromegas',
          track: 'C++',
          color: micromegasColours[sum % micromegasColours.length],
          tooltipText: `${label} (${where})`,
          properties: [
            ['target', where],
            ['place', place],
          ],
        },
      },
    });
    // The panel has it now; the page's own list of entries would grow without end.
    performance.clearMeasures(label);
  },
});
