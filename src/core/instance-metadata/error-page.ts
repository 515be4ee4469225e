const titles = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
} as const;

export type ErrorStatus = keyof typeof titles;

/** The XHTML body with which EC2 answers errors; some clients look at it. */
export const errorPage = (status: ErrorStatus): string => `<?xml version="1.0" encoding="iso-8859-1"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
  "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en">
 <head>
  <title>${status} - ${titles[status]}</title>
 </head>
 <body>
  <h1>${status} - ${titles[status]}</h1>
 </body>
</html>
`;
