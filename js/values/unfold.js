/** Takes objects apart, for all code that copies or prints values. */

import { isError } from './is-error.js';
import { kindOf } from './kind-of.js';
import { readField } from './text-of.js';

/**
 * One of: the text of the whole value; the items of a list; the entries of a map; the fields of an object; the
 * replacement from its own `toJSON`.
 *
 * @typedef {{ text: string } | { items: Iterable<unknown> } | { entries: Iterable<[any, unknown]> } |
 *   { fields: Iterable<string>, isPlatform?: boolean } | { instead: unknown }} Unfolded
 */

/** The number of elements that are shown of a typed array. */
const ELEMENTS = 16;

/** The kinds that are shown by their text. */
const TEXTS = [
  'RegExp',
  'URL',
  'Location',
  'WorkerLocation',
  'String',
  'Number',
  'Boolean',
  'BigInt',
  'Symbol',
];

/** The kinds that hold names and values. */
const MAPS = ['Map', 'Headers', 'URLSearchParams', 'FormData'];

/** Fields of errors, which are not enumerable. */
const ERROR_FIELDS = ['name', 'message', 'stack', 'cause', 'errors', 'error', 'suppressed'];

/**
 * Throws if the object's own code throws.
 *
 * @param {object} value
 * @param {boolean} [inPlatform] whether it is a part of a platform object, which may refer to windows and whole
 *   documents
 * @returns {Unfolded}
 */
export function unfold(value, inPlatform = false) {
  if (Array.isArray(value)) return { items: value };
  if (isError(value)) return { fields: fieldsOfError(value) };
  const kind = kindOf(value);
  const text = textFor(value, kind);
  if (text !== undefined) return { text };
  if (Symbol.iterator in value) {
    if (MAPS.includes(kind)) return { entries: /** @type {any} */ (value) };
    if (kind === 'Set') return { items: /** @type {any} */ (value) };
  }
  if ('toJSON' in value && typeof value.toJSON === 'function') return { instead: value.toJSON() };
  const own = Object.keys(value);
  if (kind === 'Object') return { fields: own };
  if (Symbol.iterator in value && 'length' in value) return { items: /** @type {any} */ (value) }; // NodeList
  const fields = inPlatform ? own : fieldsOfPlatform(value);
  const isPlatform = fields.length > own.length;
  return fields.length > 0 ? { fields, isPlatform } : { text: `[${kind}]` };
}

/**
 * Returns the console's one-line text, for kinds that have no fields to unfold.
 *
 * @param {any} value
 * @param {string} [kind]
 * @returns {string | undefined}
 */
export function textFor(value, kind = kindOf(value)) {
  if (kind === 'Object') return undefined;
  if (kind === 'Date') return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (TEXTS.includes(kind)) return String(value);
  if (ArrayBuffer.isView(value) && 'length' in value) return listElements(/** @type {any} */ (value), kind);
  if (/Buffer$|^DataView$/.test(kind)) return `${kind}(${value.byteLength})`;
  if (/^(Window|global)$|GlobalScope$/.test(kind)) return `[${kind}]`; // it refers to everything
  if (typeof value.cssText === 'string') return value.cssText; // a style has hundreds of fields
  return isNode(value) ? describeNode(value) : undefined;
}

/**
 * Whether a value is a node of a document. Fields of a form, and named elements of a document, hide properties of the
 * same name, so these two are recognised by their kind.
 *
 * @param {any} value
 */
export const isNode = (value) =>
  /^HTML(Form|Document)/.test(kindOf(value)) ||
  (typeof value.nodeType === 'number' && typeof value.nodeName === 'string');

/**
 * @param {ArrayLike<number | bigint>} array
 * @param {string} kind
 */
function listElements(array, kind) {
  const shown = Array.from({ length: Math.min(array.length, ELEMENTS) }, (_, index) => array[index]);
  const rest = array.length - shown.length;
  return `${kind}(${array.length}) [${shown.join(', ')}${rest > 0 ? `, … ${rest} more` : ''}]`;
}

/**
 * The tag of an element, without its children.
 *
 * @param {any} node
 * @param {(name: string, value: string) => string} [show] returns the text to show for an attribute's value
 * @returns {string}
 */
export function describeNode(node, show = (_, value) => value) {
  const { localName, nodeName, attributes, nodeValue } = node;
  const quote = (/** @type {string} */ name, /** @type {string} */ value) =>
    JSON.stringify(show(name, value));
  if (!attributes) return nodeValue ? `${nodeName} ${quote(nodeName, nodeValue)}` : `${nodeName}`;
  const given = Array.from(attributes, ({ name, value }) => ` ${name}=${quote(name, value)}`);
  return `<${localName}${given.join('')}>`;
}

/** @param {Error} error */
function fieldsOfError(error) {
  const known = ERROR_FIELDS.filter((name) => name in error && readField(error, name) !== undefined);
  return new Set([...known, ...Object.keys(error)]);
}

/** An object's own fields, and the attributes that its class declares, without constants. @param {object} value */
function fieldsOfPlatform(value) {
  const names = [];
  for (const name in value) {
    const isAttribute = !/^[A-Z\d_]+$/.test(name) && typeof readField(value, name) !== 'function';
    if (isAttribute || Object.hasOwn(value, name)) names.push(name);
  }
  return names;
}
