-- Count pending tags: delete them and raise their cells, all or nothing.
-- KEYS: pending, counted, owed, then for each codebook its cells and its cell keys.
-- ARGV: now, fewest, number of tags, then for each tag: mark, sealed, which of KEYS its cells are,
-- number of cells, then for each cell: its name, its share of the cell key.
-- A tag that was corrected or counted meanwhile is left alone; if then fewer are left, nothing is
-- done. How many were counted.
-- What is written are sums, in the order of their names: a replica and the append-only file are
-- told what this does command by command, and must not be told the cells of one tag.
local found, i = {}, 4
for _ = 1, tonumber(ARGV[3]) do
  if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then found[#found + 1] = i end
  i = i + 4 + 2 * tonumber(ARGV[i + 3])
end
if #found == 0 or #found < tonumber(ARGV[2]) then return 0 end
local sums, names = {}, {}
for _, tag in ipairs(found) do
  redis.call('HDEL', KEYS[1], ARGV[tag])
  redis.call('ZADD', KEYS[2], ARGV[1], ARGV[tag])
  for c = tag + 4, tag + 2 + 2 * tonumber(ARGV[tag + 3]), 2 do
    local name = ARGV[tag + 2] .. ' ' .. ARGV[c]
    local sum = sums[name]
    if not sum then
      sum = { at = tonumber(ARGV[tag + 2]), cell = ARGV[c], count = 0, key = 0 }
      sums[name], names[#names + 1] = sum, name
    end
    sum.count, sum.key = sum.count + 1, sum.key + tonumber(ARGV[c + 1])
  end
end
table.sort(names)
for _, name in ipairs(names) do
  local sum = sums[name]
  redis.call('HINCRBY', KEYS[sum.at], sum.cell, sum.count)
  redis.call('HINCRBY', KEYS[sum.at + 1], sum.cell, sum.key)
end
redis.call('INCR', KEYS[3])
return #found
