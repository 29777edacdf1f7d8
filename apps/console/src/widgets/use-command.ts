import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiError, newCommandId, post } from '../api.js';

/**
 * Gives commands to one path after the other and reads everything again that they may have changed. What could not be
 * reached may be given again as it is: the server carries a command out once.
 */
export function useCommand<Answer = void>(onDone?: (answer: Answer) => void) {
  const client = useQueryClient();
  const pending = useRef<{ of: string; commandId: string } | undefined>(undefined);
  return useMutation<Answer, Error, { path: string; body: object }>({
    mutationFn: ({ path, body }) => {
      const of = JSON.stringify([path, body]);
      if (pending.current?.of !== of) pending.current = { of, commandId: newCommandId() };
      return post<Answer>(path, { ...body, commandId: pending.current.commandId });
    },
    onSuccess: (answer) => {
      pending.current = undefined;
      onDone?.(answer);
    },
    onSettled: (_answer, error) => {
      // A refusal says that what is on screen is old, too.
      if (!(error instanceof ApiError) || error.status === 409) return client.invalidateQueries();
    },
  });
}
