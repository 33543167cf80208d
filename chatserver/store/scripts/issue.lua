-- Write a release that a second coordinator approved. KEYS: draft, releases, the release, record.
-- ARGV: id of the draft, number of the approver's account, number of the release, its entry, how
-- many files, their names and bytes, then what is noted in the record.
-- 'gone': it is not this draft any more; 'same': who approves is who proposed; 'taken': another
-- release has this number. Then nothing is written.
local files = tonumber(ARGV[5])
if redis.call('HGET', KEYS[1], 'id') ~= ARGV[1] then
  return 'gone'
end
if redis.call('HGET', KEYS[1], 'by') == ARGV[2] then
  return 'same'
end
if redis.call('HLEN', KEYS[2]) + 1 ~= tonumber(ARGV[3]) or redis.call('EXISTS', KEYS[3]) == 1 then
  return 'taken'
end
for i = 6, 4 + 2 * files, 2 do
  redis.call('HSET', KEYS[3], ARGV[i], ARGV[i + 1])
end
redis.call('HSET', KEYS[2], ARGV[3], ARGV[4])
redis.call('DEL', KEYS[1])
redis.call('XADD', KEYS[4], 'MAXLEN', 10000, '*', unpack(ARGV, 6 + 2 * files))
return 'done'
