/** Short, plain, of no harm in any field. */
export const WORDS = [
  'amber', 'birch', 'cedar', 'clover', 'copper', 'coral', 'delta', 'ember', 'fennel', 'garnet', 'harbor', 'hazel', 'indigo', 'ivory',
  'jasper', 'juniper', 'kelp', 'lagoon', 'laurel', 'linden', 'lotus', 'maple', 'marble', 'meadow', 'nutmeg', 'ocean', 'olive', 'onyx',
  'opal', 'orchid', 'pebble', 'pine', 'plum', 'poplar', 'quartz', 'raven', 'river', 'rowan', 'saffron', 'sage', 'sierra', 'sorrel',
  'spruce', 'summit', 'teal', 'thistle', 'timber', 'topaz', 'tulip', 'umber', 'valley', 'velvet', 'violet', 'walnut', 'willow', 'zephyr',
] as const; // prettier-ignore
