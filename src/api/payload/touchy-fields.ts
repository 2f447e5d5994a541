import { fieldWords } from '../values/field-words.ts';

const SERVER_MADE =
  /^(?:_?id|pk|uuid|v|version|(?:created?|updated?|deleted|modified|last (?:login|seen|modified))(?: ?(?:at|on|by|date|time))?|date (?:created|updated|joined))$/;
const PRIVILEGE =
  /^(?:user ?)?(?:roles?|permissions?|groups?|scopes?|privileges?)$|\badmin\b|^is ?(?:staff|super ?user|verified|owner|moderator|premium|approved|active)$|^(?:email )?verified$|^(?:user|account) type$|^(?:balance|credits?|wallet)$|^(?:owner|user|author|creator)(?: ?id)?$|^created by$/;

/** Whether the server makes this itself: ids, times of change. */
export function isServerMade(name: string): boolean {
  return SERVER_MADE.test(fieldWords(name));
}

/** Whether this would give its sender rights, or speak for somebody else: never sent unless the API insists. */
export function isPrivilege(name: string): boolean {
  return PRIVILEGE.test(fieldWords(name));
}
