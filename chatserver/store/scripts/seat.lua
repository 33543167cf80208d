-- The professional who holds the claim sits down, or a guest beside them.
-- ARGV: place, lives, now, guest ('1' or '0').
-- All fields of life; false when it is gone; 0 when somebody else sits there.
local f = redis.call('HMGET', KEYS[1], 's', 'p')
if not f[1] then return false end
if ARGV[4] == '1' then
  if f[1] == 'w' then return 0 end
  redis.call('HSET', KEYS[1], 'u:' .. ARGV[1], '1')
elseif f[1] == 'w' then
  redis.call('HSET', KEYS[1], 's', 'c', 'p', ARGV[1])
elseif f[2] ~= ARGV[1] then
  return 0
end
renew(ARGV[2], ARGV[3])
return redis.call('HGETALL', KEYS[1])
