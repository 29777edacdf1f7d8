import preset from '../../jest.preset.mjs';

export default { ...preset, displayName: 'reporting', rootDir: import.meta.dirname };
