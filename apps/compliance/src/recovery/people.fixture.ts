import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { RecoveryChannel, RecoveryCommandAnswer, RecoveryStatus } from '@tillwatch/api';
import { checklists } from '@tillwatch/domain';
import type { CloudEvent } from '@tillwatch/events';
import type { TokenCheck } from '@tillwatch/http';
import { getRecoveryCase } from '@tillwatch/read-models';
import type { ComplianceFixture } from '../compliance.contract.js';

export const people = ['li.na', 'zhao', 'wang', 'sun'];

/** Each name is a token of its own: several people, before the product has them. */
export const peopleTokens: TokenCheck = (authorization) => {
  const name = authorization?.replace(/^Bearer /, '') ?? '';
  if (!people.includes(name) && name !== 'ingest') return undefined;
  const roles = [name === 'ingest' ? ('terminal' as const) : ('administrator' as const)];
  return { tenant: 'default', subject: name, name, roles, by: { kind: 'token', id: name } };
};

export const pdf = Buffer.from('%PDF-1.7 a scanned letter');
export const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

export interface CaseAnswer extends RecoveryCommandAnswer {
  evidenceId?: string;
  error?: { code: string; path?: string };
}

const registrationOf = (id: string, device: { model: string; serial: string }) => ({
  ...{ id, ...device, storeId: 's-1', custodian: 'li.na' },
  binding: {
    ...{ acquirerCode: '10450001', merchantCode: '104110058120001', merchantCreditCode: '91350100M000100Y43' },
    ...{ settlementAccount: '6222 0212 3456 0017', deploymentAddress: '1 Hubin Road' },
  },
});

/** What people do to cases over HTTP. */
export function casesOver(compliance: ComplianceFixture) {
  let serial = 0;
  const ask = async (name: string, path: string, body: unknown, headers = {}) => {
    const options = { token: name, headers };
    const { status, body: answer } = await compliance.ask<CaseAnswer>('POST', `/v1/${path}`, body, options);
    return { ...answer, http: status, code: answer.error?.code };
  };
  const act = (name: string, id: string, verb: string, body: object) => ask(name, `recovery-cases/${id}/${verb}`, body);
  const request = async (channel: RecoveryChannel, over: object = {}, name = 'li.na') => {
    serial += 1;
    const attestation = { version: '2026-1', agreed: true };
    const asked = { channel, operatorId: `o-${serial}`, terminalId: `till-${serial}`, reason: 'forgot', attestation };
    const answer = await ask(name, 'recovery-cases', { ...asked, ...over });
    return { ...answer, operatorId: asked.operatorId, terminalId: asked.terminalId };
  };
  return {
    ask,
    act,
    request,
    /** A case with all its papers, by li.na, verified by zhao, as far as it goes. */
    async prepared(channel: RecoveryChannel, over: object = {}) {
      const recovery = await request(channel, over);
      const { id, terminalId } = recovery;
      await act('li.na', id, 'cause', { cause: 'long-unused', onsetAt: '2026-01-02T00:00:00Z' });
      for (const kind of checklists[channel]) {
        const retainUntil = new Date(Date.now() + 86_400_000).toISOString();
        await act('li.na', id, 'evidence', { kind, digest: digestOf(pdf), custodian: 'li.na', retainUntil });
      }
      const device = { model: 'P-400', serial: `SN-${serial}` };
      if (channel === 'vendor') await ask('zhao', 'terminals', registrationOf(terminalId, device));
      await compliance.settled();
      const bank = { reference: 'branch-12', transactions: ['T-1'] };
      const more = channel === 'vendor' ? { device } : channel === 'bank' ? bank : {};
      const verified = await act('zhao', id, 'verify-identity', { confirmed: true, ...more });
      return { ...recovery, verified };
    },
    read: (id: string) => getRecoveryCase(compliance.service.database, id, Date.now()),
    async until(id: string, status: RecoveryStatus) {
      for (const deadline = Date.now() + 40_000; Date.now() < deadline; await pause(50)) {
        const recovery = await getRecoveryCase(compliance.service.database, id, Date.now());
        if (recovery?.status === status) return recovery;
      }
      throw new Error(`The case never was ${status}.`);
    },
  };
}

let sequence = 0;
/** An event of a terminal, now. */
export function told(terminalId: string, name: string, operatorId: string, data: object): CloudEvent {
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: `/terminals/${terminalId}`,
    type: `tillwatch.${name}.v1`,
    time: new Date().toISOString(),
    subject: operatorId,
    epoch: 1,
    sequence: String(++sequence),
    data: data as Record<string, unknown>,
  };
}
