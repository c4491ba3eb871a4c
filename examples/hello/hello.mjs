import { consoleSink, init } from 'micromegas-tracing';

import createGreeter from './build-web/greeter.mjs'; // built by CMake from your C++

const greeter = await createGreeter();
const tracing = await init({ module: greeter, level: 'info', sinks: [consoleSink()] });

const log = tracing.logger('app.ui');
log.info('asking C++', { name: 'Ada' });
console.log(greeter.greet('Ada'));

tracing.setFilter('warn,hello=debug'); // live, C++ and JavaScript alike
greeter.greet('');
