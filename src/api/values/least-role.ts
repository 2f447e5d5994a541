const HUMBLE =
  /^(?:user|member|customer|guest|viewer|reader|student|client|basic|standard|regular|normal|buyer|patient|subscriber|employee)s?$/;
const MIGHTY = /admin|super|root|owner|manager|moderator|staff|editor|operator|system|teacher|instructor/;

/** Of the roles that an API offers, the one that may do least. */
export function leastRole<Role>(roles: readonly Role[]): Role | undefined {
  const written = (role: Role) => String(role).toLowerCase();
  return roles.find((role) => HUMBLE.test(written(role))) ?? roles.find((role) => !MIGHTY.test(written(role))) ?? roles.at(-1);
}
