/** Asks for one row more than wanted, which tells whether there is a next page without counting everything. */
export async function readPage(list, query) {
  const rows = await list({ ...query, limit: query.limit + 1 });
  return {
    data: rows.slice(0, query.limit),
    limit: query.limit,
    offset: query.offset,
    has_more: rows.length > query.limit,
  };
}
