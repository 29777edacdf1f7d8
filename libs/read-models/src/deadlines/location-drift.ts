import { earthRadiusM, locationToleranceM } from '@tillwatch/domain';
import type { Deadline } from '../deadline.js';

/** Haversine as `metresBetween` of the domain has it, less what the terminal says its position may be off by. */
const metresOf = (place: string): string => `
  2 * ${earthRadiusM} * asin(sqrt(least(1,
    power(sin(radians(${place}.latitude - expected.latitude) / 2), 2)
    + cos(radians(expected.latitude)) * cos(radians(${place}.latitude))
      * power(sin(radians(${place}.longitude - expected.longitude) / 2), 2)
  ))) - coalesce(${place}."accuracyM", 0)`;
const reported = (place: string): string =>
  `${place} (latitude float8, longitude float8, "accuracyM" float8, at bigint, "eventId" text)`;
const metres = metresOf('place');

/** Each terminal with where it said last that it is, and with the last time it was at home: that begins what is found. */
const placed = `
  FROM read_models.terminal_registry AS registry
  JOIN read_models.terminal_state AS terminal ON terminal.id = registry.id
  CROSS JOIN LATERAL json_to_record(registry.document->'location') AS expected (latitude float8, longitude float8)
  CROSS JOIN LATERAL json_to_record(terminal.document->'places'->0->'value') AS ${reported('place')}
  LEFT JOIN LATERAL (
    SELECT seen.at, seen."eventId"
    FROM json_array_elements(terminal.document->'places') WITH ORDINALITY AS newest (entry, number),
      json_to_record(newest.entry->'value') AS ${reported('seen')}
    WHERE ${metresOf('seen')} <= ${locationToleranceM} ORDER BY newest.number LIMIT 1
  ) AS home ON true`;

/** R29, the part about the place: no time to keep, the last position told is held against what is registered now. */
export const locationDrift: Deadline = {
  id: 'R29-location',
  version: 2,
  severity: 'critical',
  title: { en: 'Terminal is not where it is registered', zh: '终端不在登记位置' },
  runbook: {
    en: 'Call the custodian: where is the till, and who moved it? If nobody can say, freeze it and treat it as stolen. If the move was planned, enter it in the registry; that withdraws the alert.',
    zh: '致电保管人：终端现在何处、由谁移动？若无人能说明，应冻结终端并按被盗处理。若为计划移机，请在登记册中录入移机，告警随之撤回。',
  },
  falsePositives: {
    en: 'A move that nobody entered; positions taken from a network whose address is registered elsewhere and that claim to be exact; a wrong place in the registry.',
    zh: '移机未登记；依据网络推算且自称精确的错误定位；登记的位置有误。',
  },
  knownGaps: {
    en: 'Terminals that do not tell where they are, or whose registration has no place, are not judged. A terminal can lie about it.',
    zh: '未上报位置或登记中没有位置的终端不判定。终端上报的位置可能是伪造的。',
  },
  references: ['PBoC Notice 259 (2021)', 'PCI DSS 4.0.1 9.5.1.1'],
  due: {
    en: 'no time to keep: the last position told is more than 2 km from the registered one, its accuracy allowed for',
    zh: '并非期限：最近上报的位置与登记位置相距超过 2 公里（已扣除定位误差）',
  },
  groupBy: 'terminal',
  basis: 'clock',
  unmet: ({ untilMs }) => ({
    text: `
      SELECT 'terminal:' || registry.id AS key, md5(concat_ws('|', registry.id, expected.latitude, expected.longitude, home."eventId"))::uuid::text AS anchor,
        1 AS count, 'critical' AS severity, coalesce(home.at, place.at) AS started_at,
        coalesce(home.at, place.at) AS due_at, NULL AS operator_id,
        registry.id AS terminal_id, registry.store_id, place."eventId" AS evidence,
        json_build_object('metres', floor(${metres})::bigint, 'custodian', registry.document->'custodian') AS details
      ${placed}
      WHERE NOT registry.retired AND place.at <= $1::bigint AND ${metres} > ${locationToleranceM}`,
    values: [untilMs],
  }),
  ended: `
    SELECT coalesce(nullif(home.at, told.started_at), place.at) AS at, NULL AS by ${placed}
    WHERE registry.id = told.terminal_id
      AND (registry.retired OR NOT ${metres} > ${locationToleranceM} OR home.at <> told.started_at)`,
};
