import { describe, expect, test } from '@jest/globals';

import { readBlock } from '../wire/block-reader.js';
import { bytes, dynamic, dynamicString, fixed, i64, packed, sized, stringId, text } from './wire-bytes.js';
import { ANSI, UTF16, staticStringRef, stringRef, u32, u64, u8, utf16, utf8 } from './wire-bytes.js';
import { exampleBlocks, logBlock } from './wire-blocks.js';

/** @typedef {import('./wire-blocks.js').ExampleBlock} ExampleBlock */

/**
 * @param {ExampleBlock} block
 * @param {Partial<import('../wire/block-reader.js').Block>} [changes]
 */
function read(block, changes = {}) {
  return readBlock({
    dependenciesMetadata: block.dependenciesMetadata,
    objectsMetadata: block.objectsMetadata,
    dependencies: bytes(...block.dependencies),
    objects: bytes(...block.objects),
    ...changes,
  }).objects;
}

/**
 * @param {() => unknown} action
 * @param {string} message
 */
function expectRangeError(action, message) {
  expect(action).toThrow(RangeError);
  expect(action).toThrow(message);
}

/**
 * The events that are whole before each offset of a queue that is the end of an object; nothing elsewhere.
 *
 * @param {readonly Uint8Array[]} objects
 */
function countsByEnd(objects) {
  let end = 0;
  return new Map([
    [0, 0],
    ...objects.map(({ length }, index) => /** @type {const} */ ([(end += length), index + 1])),
  ]);
}

describe.each(exampleBlocks)('a %s block', (_, block) => {
  test('is read', () => {
    expect(read(block)).toEqual(block.expected);
  });

  test('is read where it lies in a larger buffer', () => {
    const objects = bytes(u8(7), ...block.objects, u8(7)).subarray(1, -1);
    expect(read(block, { objects })).toEqual(block.expected);
  });

  test('has as many events as whole objects, and is refused where an object is cut', () => {
    const whole = bytes(...block.objects);
    const counts = countsByEnd(block.objects);
    for (let size = 0; size < whole.length; ++size) {
      const objects = whole.subarray(0, size);
      const count = counts.get(size);
      if (count === undefined) {
        expect(() => read(block, { objects })).toThrow(RangeError);
      } else {
        expect(read(block, { objects })).toEqual(block.expected.slice(0, count));
      }
    }
  });
});

describe.each(exampleBlocks.filter(([, { dependencies }]) => dependencies.length > 0))(
  'a %s block',
  (_, block) => {
    test('is refused without any of its dependencies', () => {
      const whole = bytes(...block.dependencies);
      for (let size = 0; size < whole.length; ++size) {
        expect(() => read(block, { dependencies: whole.subarray(0, size) })).toThrow(RangeError);
      }
      block.dependencies.forEach((_, index) => {
        const dependencies = bytes(...block.dependencies.toSpliced(index, 1));
        expect(() => read(block, { dependencies })).toThrow(RangeError);
      });
    });

    test('is refused where a dependency is there twice', () => {
      for (const dependency of block.dependencies) {
        const dependencies = bytes(...block.dependencies, dependency);
        expectRangeError(() => read(block, { dependencies }), 'an earlier dependency has the id');
      }
    });
  },
);

test('events that name the same dependency share it', () => {
  const [first, second] = read(logBlock);
  expect(first?.['desc']).toBe(second?.['desc']);
});

test('an event costs its size and one byte, padding included', () => {
  const padded = { ...packed('Padded', { a: 'u64', b: 'u32' }), size: 16 };
  const objectsMetadata = [padded, packed('Small', { a: 'u64' })];
  const first = fixed(0, u64(1n), u32(2), u32(0xffffffff));
  const both = bytes(first, fixed(1, u64(3n)));
  expect([first.length, both.length]).toEqual([17, 26]);
  const dependencies = new Uint8Array();
  expect(
    readBlock({ dependenciesMetadata: [], objectsMetadata, dependencies, objects: both }).objects,
  ).toEqual([
    { type: 'Padded', a: 1n, b: 2 },
    { type: 'Small', a: 3n },
  ]);
});

test('members lie where the metadata says, also those of types within types', () => {
  const point = packed('Point', { x: 'f64', y: 'uint8' });
  const line = {
    name: 'Line',
    size: 20,
    members: [
      { name: 'to', type_name: 'Point', offset: 10, size: 9, is_reference: false },
      { name: 'from', type_name: 'Point', offset: 1, size: 9, is_reference: false },
    ],
    is_reference: false,
  };
  const objects = Uint8Array.of(0, 99, 0, 0, 0, 0, 0, 0, 240, 63, 5, 0, 0, 0, 0, 0, 0, 0, 192, 6, 99);
  expect(
    readBlock({ dependenciesMetadata: [], objectsMetadata: [line, point], dependencies: bytes(), objects })
      .objects,
  ).toEqual([{ type: 'Line', to: { type: 'Point', x: -2, y: 6 }, from: { type: 'Point', x: 1, y: 5 } }]);
});

test('a property may have any name', () => {
  const dependencies = bytes(
    sized(0, u64(1n), utf8('__proto__')),
    sized(3, u64(2n), u32(1), stringRef(1n, 9), stringRef(1n, 9)),
    sized(0, u64(3n), utf8('')),
    fixed(2, u64(4n), u64(3n), u64(3n), u64(3n), u64(3n), u32(0), u32(0)),
  );
  const [event] = read(logBlock, { dependencies, objects: sized(4, u64(4n), u64(2n), i64(0n), text('')) });
  expect(Object.entries(event?.['properties'] ?? {})).toEqual([['__proto__', '__proto__']]);
});

/** Valid dependencies before the one that a test adds. */
const strings = bytes(sized(0, u64(1n), utf8('a')), sized(0, u64(2n), utf8('b')));

/** @type {[string, Uint8Array, string][]} */
const badDependencies = [
  ['an unknown type', fixed(6), 'dependencies, byte 28: type 6; dependencies_metadata has 6 types'],
  ['a reference type', fixed(5), 'dependencies, byte 28: type 5, StaticStringRef, is a reference'],
  ['no size', fixed(0, u8(8)), 'dependencies, StaticString, byte 29: 4 bytes are needed and 1 are left'],
  [
    'no room for an id',
    sized(0, u32(3)),
    'dependencies, StaticString, byte 33: 8 bytes are needed and 4 are left',
  ],
  ['an id that a string has', sized(0, u64(2n)), 'StaticString, byte 33: an earlier dependency has the id 2'],
  [
    'an id that a string of the other type has',
    sized(1, u64(2n), text('b')),
    'byte 33: an earlier dependency',
  ],
  ['an id that a string has, for properties', sized(3, u64(1n), u32(0)), 'byte 33: an earlier dependency'],
  [
    'an id that a string has, for a record',
    fixed(2, u64(1n), u64(1n), u64(1n), u64(1n), u64(1n), u32(0), u32(0)),
    'dependencies, LogMetadataRecord, byte 29: an earlier dependency has the id 1',
  ],
  [
    'a record before its string',
    bytes(
      fixed(2, u64(3n), u64(1n), u64(1n), u64(1n), u64(4n), u32(0), u32(0)),
      sized(0, u64(4n), utf8('late')),
    ),
    'dependencies, LogMetadataRecord, byte 61: no dependency before has the id 4',
  ],
  [
    'a record that names itself',
    fixed(2, u64(3n), u64(3n), u64(1n), u64(1n), u64(1n), u32(0), u32(0)),
    'dependencies, LogMetadataRecord, byte 37: no dependency before has the id 3',
  ],
  [
    'properties before their string',
    bytes(sized(3, u64(3n), u32(1), stringRef(1n, 1), stringRef(4n, 1)), sized(0, u64(4n))),
    'dependencies, PropertySetDependency, byte 58: no dependency before has the id 4',
  ],
  ['fewer properties than counted', sized(3, u64(3n), u32(0xffffffff)), '26 bytes are needed and 0 are left'],
  [
    'more properties than counted',
    sized(3, u64(3n), u32(0), stringRef(1n, 1), stringRef(1n, 1)),
    'dependencies, PropertySetDependency, byte 45: 26 bytes are left over',
  ],
  [
    'a property twice',
    sized(3, u64(3n), u32(2), stringRef(1n, 1), stringRef(1n, 1), stringRef(1n, 1), stringRef(2n, 1)),
    'dependencies, PropertySetDependency, byte 71: property "a" is there twice',
  ],
  [
    'a property whose value is no string',
    bytes(sized(3, u64(3n), u32(0)), sized(3, u64(4n), u32(1), stringRef(1n, 1), stringRef(3n, 1))),
    'the name and the value of a Property must be strings',
  ],
  ['malformed UTF-8', sized(0, u64(3n), u8(0xff)), 'dependencies, StaticString, byte 41: malformed utf-8'],
  [
    'bytes after a string',
    sized(1, u64(3n), text('c'), u8(0)),
    'dependencies, StaticStringDependency, byte 47: 1 bytes are left over',
  ],
];

test.each(badDependencies)('a dependency with %s is refused', (_, dependency, message) => {
  const dependencies = bytes(strings, dependency);
  expectRangeError(() => read(logBlock, { dependencies, objects: bytes() }), message);
});

/** The string of a log event whose earlier fields are 16 bytes. */
const message = (/** @type {Uint8Array} */ msg) => sized(1, u64(1n), i64(0n), msg);

/** @type {[string, Uint8Array, string][]} */
const badEvents = [
  ['an unknown type', fixed(7), 'objects, byte 0: type 7; objects_metadata has 7 types'],
  ['a reference type', fixed(5), 'objects, byte 0: type 5, StringId, is a reference and not an object'],
  [
    'an unknown id',
    fixed(0, u64(3n), i64(0n)),
    'objects, LogStaticStrEvent, byte 1: no dependency before has the id 3',
  ],
  [
    'an unknown id in a type within',
    fixed(2, i64(0n), u32(0), u64(1n), u64(3n)),
    'objects, LogStaticStrInteropEvent, byte 21: no dependency before has the id 3',
  ],
  [
    'an unknown id in a dynamic type',
    sized(4, u64(1n), u64(3n), i64(0n), text('')),
    'objects, TaggedLogString, byte 13: no dependency before has the id 3',
  ],
  [
    'an unknown codec',
    message(dynamicString(3, bytes())),
    'objects, LogStringEventV2, byte 21: string codec 3',
  ],
  [
    'half a UTF-16 code unit',
    message(dynamicString(UTF16, utf8('abc'))),
    'objects, LogStringEventV2, byte 26: UTF-16 of 3 bytes; an even number is allowed',
  ],
  ['half a surrogate pair', message(dynamicString(UTF16, utf16('\ud83d'))), 'byte 26: malformed utf-16le'],
  [
    'UTF-8 cut within a letter',
    message(dynamicString(2, utf8('ä').subarray(0, 1))),
    'byte 26: malformed utf-8',
  ],
  ['ANSI beyond ASCII', message(dynamicString(ANSI, utf8('aä'))), 'byte 27: ANSI text beyond ASCII'],
  [
    'nothing but ANSI beyond ASCII',
    message(dynamicString(ANSI, u8(0x80))),
    'byte 26: ANSI text beyond ASCII',
  ],
  [
    'a string longer than its object, and another object after it',
    bytes(message(bytes(u8(2), u32(2), u8(97))), message(text('b'))),
    'objects, LogStringEventV2, byte 26: 2 bytes are needed and 1 are left',
  ],
  [
    'bytes after its string',
    message(bytes(text('a'), u8(0))),
    'objects, LogStringEventV2, byte 27: 1 bytes are left over',
  ],
  [
    'more bytes than the queue',
    bytes(u8(1), u32(0xffffffff)),
    'objects, LogStringEventV2, byte 5: 4294967295 bytes',
  ],
];

test.each(badEvents)('an event with %s is refused', (_, objects, message) => {
  expectRangeError(() => read(logBlock, { dependencies: strings, objects }), message);
});

/**
 * @param {Partial<import('./wire-bytes.js').UserDefinedType>} changes
 * @param {Partial<import('../wire/type-table.js').Member>} [memberChanges]
 */
function changed(changes, memberChanges = {}) {
  const member = { name: 'a', type_name: 'u64', offset: 0, size: 8, is_reference: false, ...memberChanges };
  return { name: 'Event', size: 8, members: [member], is_reference: false, ...changes };
}

/** @type {[string, import('./wire-bytes.js').UserDefinedType[], string][]} */
const badMetadata = [
  ['a type twice', [changed({}), changed({})], 'objects_metadata: Event is there twice'],
  ['a negative size', [changed({ size: -1 })], 'objects_metadata: Event has the size -1'],
  ['half a byte', [changed({ size: 8.5 })], 'objects_metadata: Event has the size 8.5'],
  ['a member outside', [changed({}, { offset: 1 })], 'Event.a has 8 bytes at 1, outside the 8 of its type'],
  ['a member before', [changed({}, { offset: -1 })], 'Event.a has 8 bytes at -1, outside the 8 of its type'],
  ['a short u64', [changed({}, { size: 4 })], 'objects_metadata: Event.a has 4 bytes; its type has 8'],
  [
    'a short reference',
    [changed({}, { size: 4, is_reference: true })],
    'Event.a has 4 bytes; its type has 8',
  ],
  [
    'an unknown type',
    [changed({}, { type_name: 'u16' })],
    'Event.a is of the type "u16"; allowed are u8, u32',
  ],
  [
    'a type named like a property of every object',
    [changed({}, { type_name: 'constructor' })],
    'is of the type "constructor"',
  ],
  ['a dynamic member', [changed({}, { type_name: 'D' }), dynamic('D')], 'Event.a is of the type "D"'],
  [
    'a member that is too short',
    [changed({}, { type_name: 'B', size: 4 }), packed('B', { b: 'u64' })],
    'has 4 bytes',
  ],
  [
    'a type within itself',
    [changed({}, { type_name: 'Event' })],
    'objects_metadata: Event is a member of itself',
  ],
  [
    'two types within each other',
    [changed({}, { type_name: 'Other' }), changed({ name: 'Other' }, { type_name: 'Event' })],
    'objects_metadata: Event is a member of itself',
  ],
  ['a reference without id', [changed({ is_reference: true })], 'Event is a reference without a member "id"'],
  [
    'a reference with a short id',
    [changed({ is_reference: true }, { name: 'id', type_name: 'u32', size: 4 })],
    'Event is a reference without a member "id" of 8 bytes',
  ],
  [
    'a dynamic reference',
    [changed({ is_reference: true, size: 0 }, { name: 'id', is_reference: true })],
    'Event.id has 8 bytes at 0, outside the 0 of its type',
  ],
];

test.each(badMetadata)('metadata with %s is refused, if no event is there', (_, objectsMetadata, message) => {
  const empty = new Uint8Array();
  const block = { dependenciesMetadata: [], objectsMetadata, dependencies: empty, objects: empty };
  expectRangeError(() => readBlock(block), message);
});

test('a dynamic type that is not known is refused where an object has it', () => {
  const objectsMetadata = [dynamic('constructor')];
  expect(read(logBlock, { objectsMetadata, objects: bytes() })).toEqual([]);
  expectRangeError(
    () => read(logBlock, { objectsMetadata, objects: sized(0) }),
    'objects, constructor, byte 5: no dynamic size is known for this type; it is for LogStringEventV2,',
  );
});

test('a dynamic type needs the types that it is made of', () => {
  const event = sized(0, i64(0n), u8(4), stringRef(1n, 1), text(''));
  const cases = {
    'needs the type StaticStringRef, which objects_metadata has not': [],
    'needs the type StaticStringRef to have a static size': [dynamic('StaticStringRef')],
  };
  for (const [message, types] of Object.entries(cases)) {
    const objectsMetadata = [dynamic('LogStringInteropEventV3'), ...types];
    expectRangeError(
      () => read(logBlock, { objectsMetadata, dependencies: strings, objects: event }),
      message,
    );
  }
});

test('a string reference has the size that its metadata says', () => {
  const shorter = { ...staticStringRef, size: 8, members: staticStringRef.members.slice(0, 1) };
  const objectsMetadata = [dynamic('LogStringInteropEventV3'), shorter];
  const objects = sized(0, i64(0n), u8(4), u64(2n), text('c'));
  expect(read(logBlock, { objectsMetadata, dependencies: strings, objects })).toEqual([
    { type: 'LogStringInteropEventV3', time: 0n, level: 4, target: 'b', msg: 'c' },
  ]);
});

test('a static dependency without a 64-bit id is refused', () => {
  for (const member of ['name', 'id']) {
    const dependenciesMetadata = [packed('Record', { [member]: 'u32' }), stringId];
    expectRangeError(
      () => read(logBlock, { dependenciesMetadata, dependencies: fixed(0, u32(1)) }),
      'dependencies, Record, byte 1: a dependency needs a member "id" of 64 bits',
    );
  }
});
