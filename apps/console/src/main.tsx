import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import './console.css';
import { startI18n } from './i18n/i18n.js';
import { takeOpenIdFromAddress, takeTokenFromAddress } from './session.js';
import { takeSetupLink } from './setup-link.js';

takeTokenFromAddress();
takeOpenIdFromAddress();
const setupLink = takeSetupLink();
addEventListener('hashchange', takeTokenFromAddress);
await startI18n();

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root');
createRoot(root).render(
  <StrictMode>
    <App setupLink={setupLink} />
  </StrictMode>,
);

// After the first paint: Chinese glyphs for systems without them, in slices that load as they are needed.
void import('@fontsource-variable/noto-sans-sc/wght.css');
