import { invalid } from '../errors.js';

/** Checks parts of the request (`body`, `query`, `params`) and leaves the clean values in `req.input`. */
export const validate = (schemas) => (req, res, next) => {
  const input = {};
  const details = [];
  for (const [part, schema] of Object.entries(schemas)) {
    const result = schema.safeParse(req[part]);
    if (result.success) input[part] = result.data;
    else details.push(...result.error.issues.map(({ path, message }) => ({ field: path.join('.') || part, message })));
  }
  if (details.length > 0) throw invalid(details);
  req.input = input;
  next();
};
