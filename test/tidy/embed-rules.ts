import { writeFileSync } from 'node:fs';
import { ruleTextsModule, ruleTextsPath } from './src/rule-texts.ts';

writeFileSync(new URL(`../../${ruleTextsPath}`, import.meta.url), ruleTextsModule());
