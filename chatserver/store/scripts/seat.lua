-- The professional who holds the claim sits down, or a guest beside them.
-- ARGV: place, lives, now, guest ('1' or '0'), turn of the desk.
-- {place of who sat there until now ('' nobody), all fields of life}; false when it is gone; 0
-- when the desk has decided otherwise since.
local f = redis.call('HMGET', KEYS[1], 's', 'p', 'f')
if not f[1] then return false end
local before = ''
if ARGV[4] == '1' then
  if f[1] == 'w' then return 0 end
  redis.call('HSET', KEYS[1], 'u:' .. ARGV[1], '1')
elseif tonumber(ARGV[5]) > tonumber(f[3]) then
  -- Whoever let this place go may have died before they said so here.
  before = f[2]
  if before ~= '' and before ~= ARGV[1] then clear(before) end
  local is_in = redis.call('HEXISTS', KEYS[1], 'u:' .. ARGV[1]) == 1 and f[1] == 'o'
  redis.call('HSET', KEYS[1], 's', is_in and 'o' or 'c', 'p', ARGV[1], 'f', ARGV[5])
  redis.call('HDEL', KEYS[1], 'u:' .. ARGV[1])
  -- From now on the visitor is asked to let them in.
  if not is_in then redis.call('HSET', KEYS[1], 'q', ARGV[3] - ARGV[3] % 60) end
elseif f[2] ~= ARGV[1] then
  return 0
end
redis.call('HSETNX', KEYS[1], 'l:' .. ARGV[1], '--------' .. ARGV[3])
renew(ARGV[2], ARGV[3])
return {before, redis.call('HGETALL', KEYS[1])}
