/** An error that the client may see. Anything else that is thrown becomes a 500 without details. */
export class ApiError extends Error {
  constructor(status, code, message, details) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

export const invalid = (details, message = 'The request is not valid') =>
  new ApiError(400, 'validation_failed', message, details);
export const unauthorized = (message) => new ApiError(401, 'unauthorized', message);
export const notFound = (what) => new ApiError(404, 'not_found', `${what} not found`);
export const conflict = (message) => new ApiError(409, 'conflict', message);
