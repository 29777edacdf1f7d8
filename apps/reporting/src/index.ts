export { ReportingModule } from './reporting.module.js';
export type { ReportingOptions } from './reporting-options.js';
