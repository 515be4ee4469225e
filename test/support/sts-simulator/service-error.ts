/** An answer of AWS that is not success. The texts below copy AWS's own, including odd spacing. */
export class ServiceError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'ServiceError';
    this.status = status;
    this.code = code;
  }
}

export const accessDenied = (message: string): ServiceError => new ServiceError(403, 'AccessDenied', message);

/** `because` is AWS's explanation, which IAM adds and sts:AssumeRole mostly does not. */
export const notAuthorized = (
  callerArn: string,
  action: string,
  resource: string,
  because = '',
): ServiceError =>
  accessDenied(
    `User: ${callerArn} is not authorized to perform: ${action} on resource: ${resource}${because}`,
  );

export const invalidClientTokenId = (): ServiceError =>
  new ServiceError(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.');

export const expiredToken = (): ServiceError =>
  new ServiceError(403, 'ExpiredToken', 'The security token included in the request is expired');

export const signatureDoesNotMatch = (
  message = 'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
): ServiceError => new ServiceError(403, 'SignatureDoesNotMatch', message);

export const missingAuthentication = (): ServiceError =>
  new ServiceError(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');

export const incompleteSignature = (message: string): ServiceError =>
  new ServiceError(400, 'IncompleteSignature', message);

export const validationError = (message: string): ServiceError =>
  new ServiceError(400, 'ValidationError', message);

export const invalidAction = (action: string, version: string): ServiceError =>
  new ServiceError(400, 'InvalidAction', `Could not find operation ${action} for version ${version}`);

export const noSuchEntity = (message: string): ServiceError => new ServiceError(404, 'NoSuchEntity', message);

export const entityAlreadyExists = (message: string): ServiceError =>
  new ServiceError(409, 'EntityAlreadyExists', message);

export const deleteConflict = (message: string): ServiceError =>
  new ServiceError(409, 'DeleteConflict', message);

export const limitExceeded = (quota: string, limit: number): ServiceError =>
  new ServiceError(409, 'LimitExceeded', `Cannot exceed quota for ${quota}: ${limit}`);

export const invalidAuthenticationCode = (): ServiceError =>
  new ServiceError(403, 'InvalidAuthenticationCode', 'Authentication code for device is not valid.');

export const throttling = (): ServiceError => new ServiceError(400, 'Throttling', 'Rate exceeded');

export const internalFailure = (): ServiceError =>
  new ServiceError(
    500,
    'InternalFailure',
    'The request processing has failed because of an unknown error, exception or failure.',
  );
