import { mlps3 } from './policies/mlps-3.js';
import { nist80063b } from './policies/nist-800-63b.js';
import { pciDss } from './policies/pci-dss.js';
import { shopGuide } from './policies/shop-guide.js';
import type { ShippedPolicy } from './shipped-policy.js';

/** Every profile that is shipped: adding one costs its file and a line here. */
export const shippedPolicies: readonly ShippedPolicy[] = [shopGuide, pciDss, nist80063b, mlps3];

/** What stores go by while nobody has chosen: whoever takes cards must. */
export const defaultPolicy = pciDss.id;
