/** The types that the analytics knows, and the check that a stream describes them as it expects them. */

import { canonicalTypeName } from './type-table.js';

/** @typedef {import('./type-table.js').UserDefinedType} UserDefinedType */

/**
 * The types of one queue: members by name, in no order, or the word for a type without a static size. A member is
 * `ref`, a scalar, or a reference type.
 *
 * @typedef {Readonly<Record<string, 'dynamic' | Readonly<Record<string, string>>>>} KnownTypes
 */

/** @typedef {{ dependencies: KnownTypes, objects: KnownTypes }} KnownStream */

const strings = /** @type {const} */ ({ StaticString: 'dynamic', StaticStringDependency: 'dynamic' });
const properties = /** @type {const} */ ({
  PropertySetDependency: 'dynamic',
  Property: { name: 'StaticStringRef', value: 'StaticStringRef' },
});
const threadSpan = { thread_span_desc: 'ref', time: 'i64' };
const threadNamedSpan = { thread_span_location: 'ref', name: 'StringId', time: 'i64' };
const asyncIds = { span_id: 'u64', parent_span_id: 'u64', depth: 'u32' };
const asyncSpan = { span_desc: 'ref', ...asyncIds, time: 'i64' };
const asyncNamedSpan = { span_location: 'ref', name: 'StringId', ...asyncIds, time: 'i64' };

/** By the stream's tag. @type {ReadonlyMap<string, KnownStream>} */
const KNOWN_STREAMS = new Map([
  [
    'log',
    {
      dependencies: {
        ...strings,
        LogMetadataRecord: {
          id: 'u64',
          fmt_str: 'ref',
          target: 'ref',
          module_path: 'ref',
          file: 'ref',
          line: 'u32',
          level: 'u32',
        },
        ...properties,
      },
      objects: {
        LogStaticStrEvent: { desc: 'ref', time: 'i64' },
        LogStringEventV2: 'dynamic',
        LogStaticStrInteropEvent: { time: 'i64', level: 'u32', target: 'StringId', msg: 'StringId' },
        LogStringInteropEventV3: 'dynamic',
        TaggedLogString: 'dynamic',
        TaggedLogInteropEvent: 'dynamic',
      },
    },
  ],
  [
    'metrics',
    {
      dependencies: {
        ...strings,
        MetricMetadataDependency: {
          id: 'u64',
          name: 'ref',
          unit: 'ref',
          target: 'ref',
          file: 'ref',
          line: 'u32',
          lod: 'u32',
        },
        ...properties,
      },
      objects: {
        IntegerMetricEvent: { desc: 'ref', value: 'u64', time: 'i64' },
        FloatMetricEvent: { desc: 'ref', value: 'f64', time: 'i64' },
        TaggedFloatMetricEvent: { desc: 'ref', properties: 'ref', value: 'f64', time: 'i64' },
        TaggedIntegerMetricEvent: { desc: 'ref', properties: 'ref', value: 'u64', time: 'i64' },
      },
    },
  ],
  [
    'cpu',
    {
      dependencies: {
        SpanRecord: {
          id: 'u64',
          name: 'ref',
          target: 'ref',
          module_path: 'ref',
          file: 'ref',
          line: 'u32',
          lod: 'u32',
        },
        SpanLocationRecord: {
          id: 'u64',
          target: 'ref',
          module_path: 'ref',
          file: 'ref',
          line: 'u32',
          lod: 'u32',
        },
        StaticString: 'dynamic',
        ...properties,
      },
      objects: {
        BeginThreadSpanEvent: threadSpan,
        EndThreadSpanEvent: threadSpan,
        BeginThreadNamedSpanEvent: threadNamedSpan,
        EndThreadNamedSpanEvent: threadNamedSpan,
        BeginAsyncSpanEvent: asyncSpan,
        EndAsyncSpanEvent: asyncSpan,
        BeginAsyncNamedSpanEvent: asyncNamedSpan,
        EndAsyncNamedSpanEvent: asyncNamedSpan,
        TaggedEndThreadSpanEvent: { ...threadSpan, properties: 'ref' },
        TaggedEndThreadNamedSpanEvent: { ...threadNamedSpan, properties: 'ref' },
        TaggedEndAsyncSpanEvent: { ...asyncSpan, properties: 'ref' },
        TaggedEndAsyncNamedSpanEvent: { ...asyncNamedSpan, properties: 'ref' },
      },
    },
  ],
  ['image', { dependencies: {}, objects: { ImageEvent: 'dynamic' } }],
]);

/**
 * @typedef {object} StreamTypes
 * @property {readonly string[]} tags
 * @property {readonly UserDefinedType[]} dependencies_metadata
 * @property {readonly UserDefinedType[]} objects_metadata
 */

/**
 * Skips reference types: they have the type of their member `id`.
 *
 * @param {StreamTypes} stream
 * @throws {RangeError} unless it has one known tag, and each of its types is known and has the members it should have
 */
export function checkStreamTypes({ tags, dependencies_metadata, objects_metadata }) {
  const [known, ...others] = tags.flatMap((tag) => KNOWN_STREAMS.get(tag) ?? []);
  if (!known || others.length > 0) {
    throw new RangeError(
      `tags: ${JSON.stringify(tags)}; exactly one of ${[...KNOWN_STREAMS.keys()].join(', ')} is allowed`,
    );
  }
  checkTypes('dependencies_metadata', dependencies_metadata, known.dependencies);
  checkTypes('objects_metadata', objects_metadata, known.objects);
}

/**
 * @param {string} place
 * @param {readonly UserDefinedType[]} types
 * @param {KnownTypes} known
 */
function checkTypes(place, types, known) {
  for (const type of types.filter(({ is_reference }) => !is_reference)) {
    const expected = Object.hasOwn(known, type.name) ? known[type.name] : undefined;
    if (!expected) {
      throw new RangeError(`${place}: ${type.name} is not known; known are ${Object.keys(known).join(', ')}`);
    }
    const found = describe(type);
    if (found !== describeMembers(expected)) {
      throw new RangeError(`${place}: ${type.name} is ${found}; it should be ${describeMembers(expected)}`);
    }
  }
}

/** @param {UserDefinedType} type */
function describe({ size, members }) {
  if (size === 0) return 'dynamic';
  return describeMembers(
    Object.fromEntries(
      members.map(({ name, is_reference, type_name }) => [
        name,
        is_reference ? 'ref' : canonicalTypeName(type_name),
      ]),
    ),
  );
}

/** @param {KnownTypes[string]} members */
function describeMembers(members) {
  if (members === 'dynamic') return members;
  const parts = Object.entries(members).map(([name, type]) => `${name}: ${type}`);
  return `{ ${parts.sort().join(', ')} }`;
}
