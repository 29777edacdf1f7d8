/** What is held at most between two batches; past it the source is not asked for more. */
export interface HeldLimits<Item> {
  items: number;
  bytes: number;
  bytesOf(item: Item): number;
}

/**
 * What has come since the last batch, while the source goes on: with a slow consumer batches grow, up to the limits, and
 * then the source waits. Throws what the source throws, after what came before it was taken.
 */
export async function* batches<Item>(source: AsyncIterable<Item>, limits: HeldLimits<Item>): AsyncGenerator<Item[]> {
  let held: Item[] = [];
  let bytes = 0;
  let end: { error?: unknown } | undefined;
  let isStopped = false;
  let onItem: () => void = () => {};
  let onRoom: () => void = () => {};

  void (async () => {
    try {
      for await (const item of source) {
        if (isStopped) return;
        held.push(item);
        bytes += limits.bytesOf(item);
        onItem();
        if (held.length < limits.items && bytes < limits.bytes) continue;
        await new Promise<void>((resolve) => (onRoom = resolve));
      }
      end = {};
    } catch (error) {
      end = { error };
    }
    onItem();
  })();

  try {
    for (;;) {
      if (held.length === 0) {
        if (end && 'error' in end) throw end.error;
        if (end) return;
        await new Promise<void>((resolve) => (onItem = resolve));
        continue;
      }
      const batch = held;
      held = [];
      bytes = 0;
      onRoom();
      yield batch;
    }
  } finally {
    // The caller ends the source; what still comes of it is not held.
    isStopped = true;
    onRoom();
  }
}
