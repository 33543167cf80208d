-- Put the figures of an earlier year into the tallies, all or nothing.
-- KEYS: imported, owed, its cells, its cell keys, then cells and cell keys of the other codebooks,
-- and the prints of all of them, whose fields are months and match no cell.
-- ARGV: year, what is known of the import, '1' takes an earlier import of the year back first,
-- then for each cell: its name, count, sum of keys.
-- 'done', or why not: 'twice' it was imported before, 'lives' it has figures of its own, 'shown'
-- somebody has seen them: what was shown can no longer change.
local year, fields, was = ARGV[1], {}, redis.call('HEXISTS', KEYS[1], ARGV[1])
for k = 3, #KEYS do
  for _, name in ipairs(redis.call('HKEYS', KEYS[k])) do
    if string.match(name, '/' .. year .. '$') or string.match(name, '/' .. year .. '%-[^/]*$') then
      fields[#fields + 1] = { at = k, name = name }
    end
  end
end
if was == 1 and ARGV[3] ~= '1' then return 'twice' end
if was == 0 and #fields > 0 then return 'lives' end
for k = 3, #KEYS do
  for month = 1, 12 do
    if redis.call('HEXISTS', KEYS[k], string.format('%s-%02d', year, month)) == 1 then
      return 'shown'
    end
  end
end
for _, field in ipairs(fields) do redis.call('HDEL', KEYS[field.at], field.name) end
for i = 4, #ARGV, 3 do
  redis.call('HINCRBY', KEYS[3], ARGV[i], ARGV[i + 1])
  redis.call('HINCRBY', KEYS[4], ARGV[i], ARGV[i + 2])
end
redis.call('HSET', KEYS[1], year, ARGV[2])
if was == 1 then redis.call('INCR', KEYS[2]) end
return 'done'
