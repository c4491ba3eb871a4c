// The types of docs/guide/javascript.md's matcher.
// begin: types
import type { LogMatchers } from 'micromegas-tracing/testing';

declare module 'expect' {
  interface Matchers<R> extends LogMatchers<R> {}
}
// end
