/**
 * A sink's counts; omitted fields are 0.
 *
 * @param {{ delivered?: number, waiting?: number, lost?: Partial<import('../../../js/index.js').Losses> }} counts
 * @returns {import('../../../js/index.js').DeliveryCounts}
 */
export function counted({ delivered = 0, waiting = 0, lost = {} }) {
  const none = { queue_full: 0, gave_up: 0, refused: 0, shutdown: 0, memory: 0 };
  return { delivered, waiting, lost: { ...none, ...lost } };
}
