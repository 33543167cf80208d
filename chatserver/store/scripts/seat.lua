-- The professional who holds the claim sits down. ARGV: place, lives, now.
-- All fields of life; false when it is gone; 0 when somebody else sits there.
local f = redis.call('HMGET', KEYS[1], 's', 'p')
if not f[1] then return false end
if f[1] == 'w' then
  redis.call('HSET', KEYS[1], 's', 'c', 'p', ARGV[1])
elseif f[2] ~= ARGV[1] then
  return 0
end
renew(ARGV[2], ARGV[3])
return redis.call('HGETALL', KEYS[1])
