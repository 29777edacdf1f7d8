import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'tidy', rootDir: import.meta.dirname };
