-- What the ledger kept of a period is added to what an empty vault has counted of it, once.
-- KEYS: 1 counts of the period. ARGV: lives, then names and numbers. 1 added, 0 it was before.
if redis.call('HEXISTS', KEYS[1], '_whole') == 1 then return 0 end
for i = 2, #ARGV, 2 do
  local name, number = ARGV[i], tonumber(ARGV[i + 1])
  if name == 'line' then
    number = math.max(number, tonumber(redis.call('HGET', KEYS[1], name) or 0))
    redis.call('HSET', KEYS[1], name, number)
  else
    redis.call('HINCRBY', KEYS[1], name, number)
  end
end
redis.call('HSET', KEYS[1], '_whole', 1)
redis.call('EXPIRE', KEYS[1], ARGV[1])
return 1
