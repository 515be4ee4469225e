import { createContext } from 'preact';

/** Whether a complete code is submitted without Enter. The desktop app has a setting for it. */
export const SubmitOnSixthDigit = createContext(true);
