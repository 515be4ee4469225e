/** Set for every program that a service starts: our own command line refuses to ask the service for it then. */
export const INSIDE_SERVICE = 'METAFOB_SERVICE';
