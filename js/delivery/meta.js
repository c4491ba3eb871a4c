import { recordFromLogger } from '../record/record.js';

/** The target of the library's own reports. */
export const META = 'micromegas.meta';

/**
 * @param {'error' | 'warn'} level
 * @param {string} message
 * @param {Record<string, unknown>} properties
 */
export function metaRecord(level, message, properties) {
  return recordFromLogger(level, META, message, Date.now(), properties);
}
