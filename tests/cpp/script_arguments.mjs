import { basename } from 'node:path';

/**
 * Takes the script's first arguments, by the given names; the rest stays in process.argv.
 *
 * @template {string} Name
 * @param {...Name} names
 * @returns {Record<Name, string>}
 */
export function scriptArguments(...names) {
  const [, script = '', ...values] = process.argv;
  const missing = names[values.length];
  if (missing) {
    const usage = names.map((name) => `<${name}>`).join(' ');
    throw new Error(`${missing} is missing; the call is: node ${basename(script)} ${usage}`);
  }
  const named = Object.fromEntries(names.map((name, index) => [name, values[index]]));
  return /** @type {Record<Name, string>} */ (named);
}
