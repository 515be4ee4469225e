import { useEffect, useState } from 'preact/hooks';
import type { PromptApi } from '../../shared/ipc.ts';
import { answered } from '../desktop/answered.ts';

/** The setting at the time when the question was first shown. */
export const useSubmitOnSixthDigit = (api: Pick<PromptApi, 'getSettings'>): boolean => {
  const [submitOnSixthDigit, setSubmitOnSixthDigit] = useState(true);

  useEffect(() => {
    void answered(api.getSettings()).then((result) => {
      if (result.ok) setSubmitOnSixthDigit(result.value.submitOnSixthDigit);
    });
  }, [api]);
  return submitOnSixthDigit;
};
