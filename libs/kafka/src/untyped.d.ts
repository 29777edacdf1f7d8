declare module 'lz4js' {
  export function decompressBound(packed: Uint8Array): number;
  export function decompress(packed: Uint8Array, maxSize?: number): Uint8Array;
  export function compress(plain: Uint8Array): Uint8Array;
}

declare module 'snappyjs' {
  export function uncompress(packed: Buffer, maxLength?: number): Buffer;
  export function compress(plain: Buffer): Buffer;
}

declare module 'kafkajs/src/protocol/requests/fetch/v11/response.js' {
  const response: { decode(payload: Buffer): Promise<unknown> };
  export default response;
}

declare module 'kafkajs/src/network/requestQueue/index.js' {
  class RequestQueue {
    pending: unknown[];
    /** ms since 1970; -1 when the broker asked for no pause */
    throttledUntil: number;
    throttleCheckTimeoutId: ReturnType<typeof setTimeout> | null;
    checkPendingRequests(): void;
    scheduleCheckPendingRequests(): void;
  }
  export default RequestQueue;
}

/** Only for tests, which make it hang. */
declare module 'kafkajs/src/consumer/consumerGroup.js' {
  class ConsumerGroup {
    fetch(nodeId: number): Promise<unknown[]>;
    getActiveTopicPartitions(): Record<string, Set<number>>;
    joinAndSync(): Promise<void>;
  }
  export default ConsumerGroup;
}
