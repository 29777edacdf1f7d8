import type { AlertView } from '@tillwatch/api';

/** Calls back for each alert of the live stream, as any client would see it; ends with `signal`. */
export async function followAlerts(
  url: string,
  token: string,
  signal: AbortSignal,
  onAlert: (alert: AlertView) => void,
): Promise<void> {
  try {
    const response = await fetch(`${url}/v1/live`, { headers: { authorization: `Bearer ${token}` }, signal });
    if (!response.ok || !response.body) throw new Error(`The live stream answered ${response.status}.`);
    let text = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const messages = text.split('\n\n');
      text = messages.pop()!;
      for (const message of messages) {
        if (!/^event: ?alert$/m.test(message)) continue;
        const data = /^data: ?(.*)$/m.exec(message)?.[1];
        if (data) onAlert(JSON.parse(data) as AlertView);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
