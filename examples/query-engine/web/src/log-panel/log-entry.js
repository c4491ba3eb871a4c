import { element } from '../dom.js';
import { formatProperty, formatTime } from '../format.js';

/**
 * @param {import('micromegas-tracing').LogRecord} record
 * @returns {HTMLLIElement}
 */
export function logEntry({ level, target, message, time, file, line, properties }) {
  const text = element('p', {}, element('span', { class: 'message' }, message));
  for (const [name, value] of Object.entries(properties)) {
    text.append(' ', element('span', { class: 'property' }, `${name}=${formatProperty(value)}`));
  }
  const entry = element(
    'li',
    { 'data-level': level },
    element('time', { datetime: new Date(time).toISOString() }, formatTime(time)),
    element('span', { class: 'level' }, level),
    element('span', { class: 'target' }, target),
    text,
  );
  if (file) {
    const place = `${file}:${line}`;
    entry.append(element('span', { class: 'source', title: place }, `${file.split('/').at(-1)}:${line}`));
  }
  return entry;
}
