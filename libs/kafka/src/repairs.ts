import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import fetchResponse from 'kafkajs/src/protocol/requests/fetch/v11/response.js';
import { decodeFetchResponse } from './fetch/fetch-response.js';

/** The wait of kafkajs itself, when the broker has not asked for a longer one. */
const PENDING_CHECK_MS = 10;

/**
 * kafkajs has no maintainer, so its two faults that cannot be met from outside are mended in the loaded module; its exact
 * version is pinned. A batch that cannot be read fails every fetch for ever, and each connection turns a timer with a
 * negative delay every millisecond (#1751).
 */
export function repairKafkajs(): void {
  fetchResponse.decode = decodeFetchResponse;
  RequestQueue.prototype.scheduleCheckPendingRequests = function () {
    if (this.throttleCheckTimeoutId || this.pending.length === 0) return;
    const delay = Math.max(this.throttledUntil - Date.now(), PENDING_CHECK_MS);
    this.throttleCheckTimeoutId = setTimeout(() => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    }, delay);
  };
}
