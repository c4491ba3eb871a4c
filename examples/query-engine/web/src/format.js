/** Text for people. */

const wholeNumber = new Intl.NumberFormat('en');

/**
 * @param {number} count
 * @param {string} noun
 */
export function formatCount(count, noun) {
  return `${wholeNumber.format(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** @param {number} count */
export function formatNumber(count) {
  return wholeNumber.format(count);
}

/** @param {number} milliseconds */
export function formatDuration(milliseconds) {
  if (milliseconds >= 1000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

/**
 * The local time of day, to the millisecond.
 *
 * @param {number} time milliseconds since the epoch
 */
export function formatTime(time) {
  const date = new Date(time);
  /** @param {number} number */
  const two = (number) => String(number).padStart(2, '0');
  const milliseconds = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${milliseconds}`;
}

/**
 * The value of a log property: short, on one line.
 *
 * @param {unknown} value
 */
export function formatProperty(value) {
  if (value instanceof Error) return value.message;
  if (typeof value !== 'object' || value === null) return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    return String(value);
  }
}
