/** A valid block of each stream with every type of it, and its meaning. */

import {
  ANSI,
  UTF16,
  dynamic,
  dynamicString,
  f64,
  fixed,
  i64,
  packed,
  sized,
  staticStringRef,
} from './wire-bytes.js';
import { bytes, stringId, stringRef, text, u32, u64, u8, utf16, utf8 } from './wire-bytes.js';

/**
 * The queues as lists of objects.
 *
 * @typedef {object} ExampleBlock
 * @property {readonly string[]} tags
 * @property {readonly import('./wire-bytes.js').UserDefinedType[]} dependenciesMetadata
 * @property {readonly import('./wire-bytes.js').UserDefinedType[]} objectsMetadata
 * @property {readonly Uint8Array[]} dependencies each is needed, by a later one or by an event
 * @property {readonly Uint8Array[]} objects
 * @property {readonly object[]} expected
 */

const MAX_U64 = 2n ** 64n - 1n;
const MIN_I64 = -(2n ** 63n);

const property = packed('Property', { name: 'StaticStringRef', value: 'StaticStringRef' });
const properties = { 'release\x7f': '1.4.0', '\ufeffgröße': '' };

const logRecord = {
  type: 'LogMetadataRecord',
  fmt_str: 'rows: {}',
  target: 'engine::sql',
  module_path: '',
  file: 'größe.cpp',
  line: 42,
  level: 4,
};

/** @type {ExampleBlock} */
export const logBlock = {
  tags: ['log'],
  dependenciesMetadata: [
    dynamic('StaticString'),
    dynamic('StaticStringDependency'),
    packed('LogMetadataRecord', {
      id: 'u64',
      fmt_str: 'ref',
      target: 'ref',
      module_path: 'ref',
      file: 'ref',
      line: 'u32',
      level: 'u32',
    }),
    dynamic('PropertySetDependency'),
    property,
    staticStringRef,
  ],
  objectsMetadata: [
    packed('LogStaticStrEvent', { desc: 'ref', time: 'i64' }),
    dynamic('LogStringEventV2'),
    packed('LogStaticStrInteropEvent', { time: 'i64', level: 'u32', target: 'StringId', msg: 'StringId' }),
    dynamic('LogStringInteropEventV3'),
    dynamic('TaggedLogString'),
    stringId,
    staticStringRef,
  ],
  dependencies: [
    sized(0, u64(1n), utf8('rows: {}')),
    sized(0, u64(2n), utf8('engine::sql')),
    sized(0, u64(0n)),
    sized(1, u64(4n), dynamicString(UTF16, utf16('größe.cpp'))),
    fixed(2, u64(MAX_U64), u64(1n), u64(2n), u64(0n), u64(4n), u32(42), u32(4)),
    sized(1, u64(6n), dynamicString(ANSI, utf8('release\x7f'))),
    sized(1, u64(7n), text('\ufeffgröße')),
    sized(0, u64(8n), utf8('1.4.0')),
    sized(3, u64(9n), u32(2), stringRef(6n, 8), stringRef(8n, 5), stringRef(7n, 10), stringRef(0n, 0)),
    sized(3, u64(10n), u32(0)),
  ],
  objects: [
    fixed(0, u64(MAX_U64), i64(100n)),
    sized(1, u64(MAX_U64), i64(MIN_I64), text('rows: \u{1f600}\0')),
    fixed(2, i64(-1n), u32(1), u64(2n), u64(1n)),
    sized(3, i64(103n), u8(6), stringRef(2n, 11), dynamicString(UTF16, utf16('\ufeffä'))),
    sized(4, u64(MAX_U64), u64(9n), i64(104n), text('')),
    sized(4, u64(MAX_U64), u64(10n), i64(105n), text('x')),
  ],
  expected: [
    { type: 'LogStaticStrEvent', desc: logRecord, time: 100n },
    { type: 'LogStringEventV2', desc: logRecord, time: MIN_I64, msg: 'rows: \u{1f600}\0' },
    { type: 'LogStaticStrInteropEvent', time: -1n, level: 1, target: 'engine::sql', msg: 'rows: {}' },
    { type: 'LogStringInteropEventV3', time: 103n, level: 6, target: 'engine::sql', msg: '\ufeffä' },
    { type: 'TaggedLogString', desc: logRecord, properties, time: 104n, msg: '' },
    { type: 'TaggedLogString', desc: logRecord, properties: {}, time: 105n, msg: 'x' },
  ],
};

const metric = {
  type: 'MetricMetadataDependency',
  name: 'rows',
  unit: 'count',
  target: 'engine',
  file: 'engine.cpp',
  line: 7,
  lod: 2,
};

/** @type {ExampleBlock} */
export const metricsBlock = {
  tags: ['metrics'],
  dependenciesMetadata: [
    dynamic('StaticString'),
    dynamic('StaticStringDependency'),
    packed('MetricMetadataDependency', {
      id: 'u64',
      name: 'ref',
      unit: 'ref',
      target: 'ref',
      file: 'ref',
      line: 'u32',
      lod: 'u32',
    }),
    dynamic('PropertySetDependency'),
    property,
    staticStringRef,
  ],
  objectsMetadata: [
    packed('IntegerMetricEvent', { desc: 'ref', value: 'u64', time: 'i64' }),
    packed('FloatMetricEvent', { desc: 'ref', value: 'f64', time: 'i64' }),
    packed('TaggedFloatMetricEvent', { desc: 'ref', properties: 'ref', value: 'f64', time: 'i64' }),
    packed('TaggedIntegerMetricEvent', { time: 'int64', value: 'uint64', properties: 'ref', desc: 'ref' }),
  ],
  dependencies: [
    sized(0, u64(1n), utf8('rows')),
    sized(0, u64(2n), utf8('count')),
    sized(0, u64(3n), utf8('engine')),
    sized(1, u64(4n), text('engine.cpp')),
    fixed(2, u64(5n), u64(1n), u64(2n), u64(3n), u64(4n), u32(7), u32(2)),
    sized(3, u64(6n), u32(1), stringRef(1n, 4), stringRef(2n, 5)),
  ],
  objects: [
    fixed(0, u64(5n), u64(MAX_U64), i64(1n)),
    fixed(1, u64(5n), f64(-0.1), i64(2n)),
    fixed(1, u64(5n), f64(NaN), i64(3n)),
    fixed(2, u64(5n), u64(6n), f64(-Infinity), i64(4n)),
    fixed(3, i64(5n), u64(0n), u64(6n), u64(5n)),
  ],
  expected: [
    { type: 'IntegerMetricEvent', desc: metric, value: MAX_U64, time: 1n },
    { type: 'FloatMetricEvent', desc: metric, value: -0.1, time: 2n },
    { type: 'FloatMetricEvent', desc: metric, value: NaN, time: 3n },
    {
      type: 'TaggedFloatMetricEvent',
      desc: metric,
      properties: { rows: 'count' },
      value: -Infinity,
      time: 4n,
    },
    { type: 'TaggedIntegerMetricEvent', desc: metric, properties: { rows: 'count' }, value: 0n, time: 5n },
  ],
};

const place = { target: 'engine', module_path: 'engine::sql', file: 'sql.cpp', line: 9, lod: 3 };
const span = { type: 'SpanRecord', name: 'execute', ...place };
const location = { type: 'SpanLocationRecord', ...place };
const threadSpan = { thread_span_desc: 'ref', time: 'i64' };
const threadNamedSpan = { thread_span_location: 'ref', name: 'StringId', time: 'i64' };
const asyncIds = { span_id: 'u64', parent_span_id: 'u64', depth: 'u32' };
const asyncSpan = { span_desc: 'ref', ...asyncIds, time: 'i64' };
const asyncNamedSpan = { span_location: 'ref', name: 'StringId', ...asyncIds, time: 'i64' };

/** @type {ExampleBlock} */
export const threadBlock = {
  tags: ['cpu'],
  dependenciesMetadata: [
    packed('SpanRecord', {
      id: 'u64',
      name: 'ref',
      target: 'ref',
      module_path: 'ref',
      file: 'ref',
      line: 'u32',
      lod: 'u32',
    }),
    packed('SpanLocationRecord', {
      id: 'u64',
      target: 'ref',
      module_path: 'ref',
      file: 'ref',
      line: 'u32',
      lod: 'u32',
    }),
    dynamic('StaticString'),
  ],
  objectsMetadata: [
    packed('BeginThreadSpanEvent', threadSpan),
    packed('EndThreadSpanEvent', threadSpan),
    packed('BeginThreadNamedSpanEvent', threadNamedSpan),
    packed('EndThreadNamedSpanEvent', threadNamedSpan),
    packed('BeginAsyncSpanEvent', asyncSpan),
    packed('EndAsyncSpanEvent', asyncSpan),
    packed('BeginAsyncNamedSpanEvent', asyncNamedSpan),
    packed('EndAsyncNamedSpanEvent', asyncNamedSpan),
    stringId,
  ],
  dependencies: [
    sized(2, u64(1n), utf8('execute')),
    sized(2, u64(2n), utf8('engine')),
    sized(2, u64(3n), utf8('engine::sql')),
    sized(2, u64(4n), utf8('sql.cpp')),
    fixed(0, u64(5n), u64(1n), u64(2n), u64(3n), u64(4n), u32(9), u32(3)),
    fixed(1, u64(6n), u64(2n), u64(3n), u64(4n), u32(9), u32(3)),
    sized(2, u64(7n), utf8('a name')),
  ],
  objects: [
    fixed(0, u64(5n), i64(1n)),
    fixed(2, u64(6n), u64(7n), i64(2n)),
    fixed(3, u64(6n), u64(7n), i64(3n)),
    fixed(1, u64(5n), i64(4n)),
    fixed(4, u64(5n), u64(MAX_U64), u64(0n), u32(0), i64(5n)),
    fixed(6, u64(6n), u64(7n), u64(12n), u64(MAX_U64), u32(1), i64(6n)),
    fixed(7, u64(6n), u64(7n), u64(12n), u64(MAX_U64), u32(1), i64(7n)),
    fixed(5, u64(5n), u64(MAX_U64), u64(0n), u32(0), i64(8n)),
  ],
  expected: [
    { type: 'BeginThreadSpanEvent', thread_span_desc: span, time: 1n },
    { type: 'BeginThreadNamedSpanEvent', thread_span_location: location, name: 'a name', time: 2n },
    { type: 'EndThreadNamedSpanEvent', thread_span_location: location, name: 'a name', time: 3n },
    { type: 'EndThreadSpanEvent', thread_span_desc: span, time: 4n },
    {
      type: 'BeginAsyncSpanEvent',
      span_desc: span,
      span_id: MAX_U64,
      parent_span_id: 0n,
      depth: 0,
      time: 5n,
    },
    {
      type: 'BeginAsyncNamedSpanEvent',
      span_location: location,
      name: 'a name',
      span_id: 12n,
      parent_span_id: MAX_U64,
      depth: 1,
      time: 6n,
    },
    {
      type: 'EndAsyncNamedSpanEvent',
      span_location: location,
      name: 'a name',
      span_id: 12n,
      parent_span_id: MAX_U64,
      depth: 1,
      time: 7n,
    },
    { type: 'EndAsyncSpanEvent', span_desc: span, span_id: MAX_U64, parent_span_id: 0n, depth: 0, time: 8n },
  ],
};

/** @type {ExampleBlock} */
export const imageBlock = {
  tags: ['image'],
  dependenciesMetadata: [],
  objectsMetadata: [dynamic('ImageEvent')],
  dependencies: [],
  objects: [
    sized(0, i64(1n), text('frame'), text('png'), u32(3), bytes(u8(0), u8(255), u8(7))),
    sized(0, i64(2n), text(''), text('raw'), u32(0)),
  ],
  expected: [
    { type: 'ImageEvent', time: 1n, name: 'frame', format: 'png', data: Uint8Array.of(0, 255, 7) },
    { type: 'ImageEvent', time: 2n, name: '', format: 'raw', data: new Uint8Array() },
  ],
};

/** @type {readonly [string, ExampleBlock][]} */
export const exampleBlocks = [
  ['log', logBlock],
  ['metrics', metricsBlock],
  ['thread', threadBlock],
  ['image', imageBlock],
];
