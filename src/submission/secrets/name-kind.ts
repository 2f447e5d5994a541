/** What a variable, key or property of this name holds. */
type NameKind = 'signing-secret' | 'database-password' | 'password' | 'api-credential';

const PUBLIC =
  /^(?:next_public|vite|react_app|expo_public|nuxt_public|public|gatsby|vue_app|ng_app)_|publishable|public_key|site_key|anon_(?:key|token)|_pub$|measurement|firebase/;
const ABOUT =
  /_(?:name|names|id|ids|arn|path|file|url|uri|header|field|length|size|ttl|expir\w*|expires_in|expiry|lifetime|prefix|type|regex|pattern|hash|hint|label|message|placeholder|rounds|min|max|policy|algorithm|alg|issuer|audience|column|error|enabled|required|manager|selector|class|input|text|title)$/;
const FOREIGN_SECRET =
  /(?:client|consumer|aws|s3|api|webhook|captcha|stripe|twilio|google|github|facebook|cloudinary|oauth|paypal|azure)\w*_secret|secret_access_key/;
const SIGNING =
  /(?:^|_)(?:secrets?|secret_?key(?:_base)?|signing_key|jwt_key|jwtkey|token_key|hmac_key|encryption_key|encrypt_key|cookie_key|app_key|auth_key|session_key|jwt_password|secret_password|jwt_private_key|jwtsecret(?:key)?|secretorkey|secret_or_key|key_base)$/;
const PASSWORD = /(?:^|_)(?:password|passwd|pwd|pass|passphrase)$/;
const DATABASE =
  /(?:^|_)(?:db|database|postgres\w*|pg|mysql\w*|maria\w*|mongo\w*|redis\w*|sql\w*|rds|datasource|mssql|sa|jdbc|typeorm|sequelize|prisma|couchdb|neo4j)(?:_|$)/;
const CREDENTIAL =
  /(?:^|_)(?:api_?key|access_key(?:_id)?|secret_access_key|access_token|auth_token|bot_token|token|client_secret|consumer_secret|api_secret|webhook_secret|private_key|\w+_secret)$/;

/** Undefined when the name says nothing of a secret, or of one that is public by design. */
export function kindOfName(name: string): NameKind | undefined {
  const snake = toSnake(name);
  if (PUBLIC.test(snake) || ABOUT.test(snake)) return undefined;
  if (SIGNING.test(snake) && !FOREIGN_SECRET.test(snake)) return 'signing-secret';
  if (PASSWORD.test(snake)) return DATABASE.test(snake) ? 'database-password' : 'password';
  return CREDENTIAL.test(snake) ? 'api-credential' : undefined;
}

/** `jwtSecret`, `JWT-SECRET`, `Jwt.Secret`, `Jwt__Secret` → `jwt_secret`. */
function toSnake(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .replace(/[.\-:\s_]+/g, '_')
    .toLowerCase();
}
