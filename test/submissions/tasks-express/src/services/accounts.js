import bcrypt from 'bcryptjs';
import jwt from 'jsonwebtoken';
import { conflict, unauthorized } from '../errors.js';

const BCRYPT_COST = 10;
const ISSUER = 'tasks-api';
const ALGORITHM = 'HS256';

export function accountService(store, { jwtSecret, tokenLifetime }) {
  // Compared when nobody has the e-mail address, so that the answer takes as long as for a wrong password.
  const nobody = bcrypt.hash('', BCRYPT_COST);

  return {
    /** A new account begins with a project for everything that has no other place yet. */
    async register({ name, email, password }) {
      const passwordHash = await bcrypt.hash(password, BCRYPT_COST);
      return store.transaction(async ({ users, projects }) => {
        const user = await users.create({ name, email, passwordHash });
        if (!user) throw conflict('This e-mail address is already registered');
        await projects.create(user.id, { name: 'Inbox', description: '' });
        return user;
      });
    },

    async login({ email, password }) {
      const user = await store.users.findCredentials(email);
      const matches = await bcrypt.compare(password, user?.password_hash ?? (await nobody));
      if (!user || !matches) throw unauthorized('E-mail address or password is wrong');
      const token = jwt.sign({}, jwtSecret, {
        algorithm: ALGORITHM,
        subject: user.id,
        issuer: ISSUER,
        expiresIn: tokenLifetime,
      });
      return { token, token_type: 'Bearer', expires_in: tokenLifetime };
    },

    /** The id of the user whom the token was given to. */
    verify(token) {
      try {
        return jwt.verify(token, jwtSecret, { algorithms: [ALGORITHM], issuer: ISSUER }).sub;
      } catch {
        throw unauthorized('The access token is not valid or has expired');
      }
    },

    async profile(userId) {
      const user = await store.users.findById(userId);
      if (!user) throw unauthorized('The account of this token is gone');
      return user;
    },
  };
}
