import type { ChannelKind } from '@tillwatch/api';
import type { Message } from '../notification.js';
import type { Outgoing } from '../outgoing/outgoing.js';

/** What the receiver said when it took a message. */
export interface Taken {
  /** HTTP or SMTP status; absent where the protocol has none. */
  status?: number;
  reply?: string;
}

/** A member of a target that will not do, and a sentence that says why without repeating it. */
export interface TargetFault {
  member: string;
  why: string;
}

/** How one kind of channel is spoken to. `Target` is where it goes and with which secrets. */
export interface ChannelDriver<Target> {
  kind: ChannelKind;
  /** Members of the target that are stored sealed and never shown. */
  secrets: readonly (keyof Target & string)[];
  /** Of one channel over all instances: attempts at once, and begun within any minute. */
  limits: { concurrent: number; perMinute: number };
  /** What is wrong with a target whose members have the right form; `undefined` when nothing is. */
  fault(target: Target, outgoing: Outgoing): TargetFault | undefined;
  /** Where it goes, for people: nothing secret. */
  destination(target: Target): string;
  /** What is told, free of times and signatures: the same in every attempt. Its digest goes into the log. */
  content(message: Message, target: Target): string;
  /** One attempt. Rejects with what went wrong; `failureOf` names it. */
  send(message: Message, target: Target, outgoing: Outgoing): Promise<Taken>;
}
