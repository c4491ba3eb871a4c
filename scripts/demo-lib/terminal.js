/** The demo's output to the terminal. */

const hasColours = process.stdout.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb';

/** @param {string} sgr see https://en.wikipedia.org/wiki/ANSI_escape_code#SGR */
const style = (sgr) => (/** @type {string} */ text) => (hasColours ? `\u001b[${sgr}m${text}\u001b[0m` : text);

export const bold = style('1');
export const dim = style('2');
export const red = style('31');
export const green = style('32');
export const yellow = style('33');
export const cyan = style('36');

export function say(text = '') {
  process.stdout.write(`${text}\n`);
}

/** @param {string} title */
export function heading(title) {
  say(`\n${bold(cyan(`── ${title} ${'─'.repeat(Math.max(0, 72 - title.length))}`))}\n`);
}

/**
 * Shows a line with the progress, on a terminal; elsewhere prints a line at the end only.
 *
 * @param {string} title
 */
export function progress(title) {
  const begin = Date.now();
  let detail = '';
  const seconds = () => `${Math.round((Date.now() - begin) / 1000)} s`;
  const draw = () =>
    process.stdout.write(`\r\u001b[K  ${dim('…')} ${title}  ${dim(`${detail} ${seconds()}`)}`);
  const timer = process.stdout.isTTY ? setInterval(draw, 250) : undefined;

  /** @param {string} mark */
  function end(mark) {
    clearInterval(timer);
    say(`${timer ? '\r\u001b[K' : ''}  ${mark} ${title.padEnd(48)} ${dim(seconds())}`);
  }
  return {
    /** @param {string} text such as "3 of 12" */
    tell: (text) => (detail = text),
    done: () => end(green('✓')),
    failed: () => end(red('✗')),
  };
}
