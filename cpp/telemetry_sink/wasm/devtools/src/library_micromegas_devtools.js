// Spans on a track of Chromium's performance panel, an Emscripten JavaScript library (--js-library).

addToLibrary({
  micromegas_js_performance_now: () => performance.now(),
  micromegas_js_performance_origin: () => performance.timeOrigin,

  micromegas_js_measure__deps: ['$micromegas'],
  micromegas_js_measure: (name, nameSize, target, targetSize, file, fileSize, line, start, isAsync) => {
    const label = micromegas.text(name, nameSize);
    const where = micromegas.text(target, targetSize);
    const place = `${micromegas.text(file, fileSize)}:${line}`;
    performance.measure(label, {
      start,
      end: performance.now(),
      detail: {
        // The panel reads this field; other browsers show the measure in their own list.
        devtools: {
          dataType: 'track-entry',
          trackGroup: 'micromegas',
          track: isAsync ? 'C++ async' : 'C++',
          color: isAsync ? 'secondary' : 'primary',
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
