export type { Change, ProjectedEvent, Projection, ReadModel } from './read-model.js';
