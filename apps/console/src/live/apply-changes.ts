import type { LiveMessage, OverviewView } from '@tillwatch/api';
import { notifyManager, type QueryClient } from '@tanstack/react-query';
import {
  alertShape,
  operatorShape,
  terminalShape,
  type AlertFilter,
  type OperatorFilter,
  type TerminalFilter,
} from '../lists.js';
import { mergeIntoPages, type ListShape, type Pages } from './merge-into-pages.js';
import { withCounter, withPosition } from './overview-changes.js';

/** Brings the cached answers up to date with what came live; everything on screen is drawn at most once for it. */
export function applyChanges(client: QueryClient, messages: LiveMessage[]): void {
  notifyManager.batch(() => {
    for (const message of messages) applyChange(client, message);
  });
}

function applyChange(client: QueryClient, message: LiveMessage): void {
  switch (message.kind) {
    case 'alert': {
      const alert = message.change;
      setRow(client, ['alert', alert.id], alert);
      mergeIntoLists<typeof alert, AlertFilter>(client, 'alerts', alert, alertShape);
      return seePosition(client, alert.position);
    }
    case 'operator': {
      const operator = message.change;
      setRow(client, ['operator', operator.id, {}], operator);
      mergeIntoLists<typeof operator, OperatorFilter>(client, 'operators', operator, operatorShape);
      refreshTimeline(client, 'operators', operator.id);
      return seePosition(client, operator.position);
    }
    case 'terminal': {
      const terminal = message.change;
      setRow(client, ['terminal', terminal.id], terminal);
      mergeIntoLists<typeof terminal, TerminalFilter>(client, 'terminals', terminal, terminalShape);
      refreshTimeline(client, 'terminals', terminal.id);
      for (const beside of ['gaps', 'commands', 'keys'])
        void client.invalidateQueries({ queryKey: [beside, terminal.id] }, { cancelRefetch: false });
      return seePosition(client, terminal.position);
    }
    case 'counter':
      client.setQueryData<OverviewView>(['overview'], (old) => old && withCounter(old, message.change));
      return;
    case 'resync':
      void client.invalidateQueries();
  }
}

/** Only a row somebody has asked for is kept, and never an older state over a newer one. */
function setRow<Row extends { position: number }>(client: QueryClient, key: readonly unknown[], row: Row): void {
  client.setQueryData<Row>(key, (old) => (old && old.position <= row.position ? row : old));
}

function mergeIntoLists<Row extends { id: string; position: number }, Filter>(
  client: QueryClient,
  list: string,
  row: Row,
  shape: (filter: Filter) => ListShape<Row>,
): void {
  for (const [key] of client.getQueriesData({ queryKey: [list] })) {
    client.setQueryData<Pages<Row>>(key, (old) => old && mergeIntoPages(old, row, shape(key[1] as Filter)));
  }
}

/** A timeline of one page is read again by itself; a longer one is marked stale, and offers to be. */
function refreshTimeline(client: QueryClient, subject: string, id: string): void {
  for (const [key, data] of client.getQueriesData<Pages<unknown>>({ queryKey: ['timeline', subject, id] })) {
    const short = (data?.pages.length ?? 0) <= 1;
    void client.invalidateQueries(
      { queryKey: key, exact: true, refetchType: short ? 'active' : 'none' },
      { cancelRefetch: false },
    );
  }
}

function seePosition(client: QueryClient, position: number): void {
  client.setQueryData<OverviewView>(['overview'], (old) => old && withPosition(old, position));
}
