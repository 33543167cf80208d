-- Count pending tags: delete them and raise their cells, all or nothing.
-- KEYS: pending, counted, cells, cell keys. ARGV: now, number of tags, then for each tag:
-- mark, sealed, number of cells, then for each cell: its name, its share of the cell key.
-- A tag that was corrected or counted meanwhile is left alone. How many were counted.
local i, counted = 3, 0
for _ = 1, tonumber(ARGV[2]) do
  local mark, sealed, cells = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2])
  i = i + 3
  if redis.call('HGET', KEYS[1], mark) == sealed then
    redis.call('HDEL', KEYS[1], mark)
    redis.call('ZADD', KEYS[2], ARGV[1], mark)
    for c = 0, cells - 1 do
      redis.call('HINCRBY', KEYS[3], ARGV[i + 2 * c], 1)
      redis.call('HINCRBY', KEYS[4], ARGV[i + 2 * c], ARGV[i + 2 * c + 1])
    end
    counted = counted + 1
  end
  i = i + 2 * cells
end
return counted
