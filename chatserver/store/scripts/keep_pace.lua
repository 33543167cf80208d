-- Keep the pace of the line, unless somebody kept another since it was read.
-- KEYS: 1 pace. ARGV: lives, takes when it was read, then names and values. 1 kept, 0 not.
if tonumber(redis.call('HGET', KEYS[1], 'takes') or 0) ~= tonumber(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], unpack(ARGV, 3))
redis.call('EXPIRE', KEYS[1], ARGV[1])
return 1
