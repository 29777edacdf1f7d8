import { useTranslation } from 'react-i18next';

const maxPhotos = 20;

/** Photos as their SHA-256: they never leave this browser. Where it cannot hash (no secure address) none can be chosen. */
export function PhotoDigests({ onChange }: { value?: string[]; onChange?: (digests: string[]) => void }) {
  const { t } = useTranslation();
  const choose = async (files: FileList | null) => {
    onChange?.(await Promise.all([...(files ?? [])].slice(0, maxPhotos).map(digestOf)));
  };
  return (
    <input
      type="file"
      accept="image/*"
      multiple
      disabled={!globalThis.isSecureContext}
      aria-label={t('registry.photos')}
      onChange={(event) => void choose(event.target.files)}
    />
  );
}

async function digestOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
