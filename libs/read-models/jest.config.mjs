import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'read-models', rootDir: import.meta.dirname };
