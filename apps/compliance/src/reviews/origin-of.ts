import type { Principal } from '@tillwatch/http';
import type { CommandOrigin } from '../alerts/decisions.js';

export function originOf({ tenant, name }: Principal, commandId: string | undefined): CommandOrigin {
  return { tenant, actor: name, ...(commandId !== undefined && { commandId }) };
}
