import type { PolicySettings } from '@tillwatch/events';

/** A profile as it comes with the product: version 1, until a published version replaces it. */
export interface ShippedPolicy {
  id: string;
  title: { en: string; zh: string };
  about: { en: string; zh: string };
  settings: PolicySettings;
}
