import type { SigmaProblemCode } from '../problem-texts.js';

/** A file that must be refused, with the reason and the line it must name. */
export interface BadDocument {
  name: string;
  text: string;
  code: SigmaProblemCode;
  line: number;
}

/** `name`, reason, line and text of bad files. */
export function bad(name: string, code: SigmaProblemCode, line: number, text: string): BadDocument {
  return { name, code, line, text };
}

/** A rule whose detection is written on line 4 and after. */
export function withDetection(detection: string): string {
  return `title: Bad\nlogsource: { category: test }\ndetection:\n${detection}\n`;
}

/** A rule whose one field item is on line 5, the condition on line 6. */
export function withItem(item: string): string {
  return withDetection(`  s:\n    ${item}\n  condition: s`);
}

/** A rule with this condition, on line 6. */
export function withCondition(condition: string): string {
  return withDetection(`  a: { a: 1 }\n  b: { b: 1 }\n  condition: ${condition}`);
}
