import { defineEvent } from '../define-event.js';
import { oneOf, optional, text } from '../fields.js';
import { networks, type Network, MAX_REFERENCE } from '../vocabulary.js';

export class NetworkChanged {
  @oneOf(networks)
  network!: Network;

  @optional()
  @text({ max: MAX_REFERENCE })
  networkId?: string;
}

export const networkChanged = defineEvent({
  name: 'NetworkChanged',
  origin: 'terminal',
  schema: 1,
  payload: NetworkChanged,
  about: { en: 'A terminal is on another network.', zh: '终端切换了网络。' },
  sample: { network: 'cellular', networkId: 'apn-shop' },
  personal: [],
});
